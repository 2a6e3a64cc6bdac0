import { describe, expect, test } from "vitest";
import { LEFT_OVER_KEY } from "./global-setup.ts";
import { findLeaks } from "./provider/find-leaks.ts";
import { runClaude } from "./run-claude.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const used = useGateway();
const { gateway } = used;

describe("a gateway started from a shell whose variables already point at it", () => {
  test("asks the provider once and sends it no key of the gateway", async () => {
    const workspace = await used.newWorkspace();
    const key = newTeamKey();
    used.provider.script([{ blocks: [{ type: "text", text: "once" }] }]);
    const run = await runClaude({ workspace, url: gateway.url, key, args: ["-p", "hello"] });

    expect(run).toEqual({ exitCode: 0, stdout: "once", stderr: "" });
    const { requests } = used.provider;
    expect(requests).toHaveLength(1);
    expect(requests[0]?.headers["x-api-key"]).toBe("sk-ant-stand-in");
    const heads = requests.map((request) => ({ name: "headers", bytes: Buffer.from(JSON.stringify(request.headers)) }));
    expect(findLeaks(heads, [key, LEFT_OVER_KEY, gateway.masterKey])).toEqual([]);
  });
});
