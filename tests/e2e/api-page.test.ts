import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { litellmPython } from "./chain/litellm-python.ts";
import { REPOSITORY } from "./chain/repository.ts";
import { findLeaks } from "./provider/find-leaks.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const INSTANCE = "i-1234567890abcdef0";
const page = await readFile(join(REPOSITORY, "docs/api.md"), "utf8");
const blocks = [...page.matchAll(/```sh\n([^]*?)```/g)].map(([, block = ""]) => block);
/** Each from `curl` to the last line before the next. */
const commands = blocks.flatMap((block) => block.split(/^(?=curl )/m)).map((command) => command.trim());

const used = useGateway();
const { gateway } = used;

describe("docs/api.md", () => {
  test.for(commands)("%s", async (command) => {
    used.provider.script([{ blocks: [{ type: "text", text: "ec2-001" }] }]);
    const env = {
      PATH: process.env["PATH"] ?? "",
      GATEWAY: gateway.url,
      KEY: newTeamKey(),
      MASKER: gateway.maskerUrl,
      MASKER_API_KEY: gateway.maskerApiKey,
      ADMIN_KEY: gateway.adminKey,
    };
    const { stdout } = await execa("bash", ["-c", command], { env, extendEnv: false });
    expect(stdout).not.toBe("");
    const seen = used.provider.requests.map(({ raw, number }) => ({ name: `request ${number}`, bytes: raw }));
    expect(findLeaks(seen, [INSTANCE])).toEqual([]);
    if (/\/(messages|completions|responses) |:generateContent /.test(command)) expect(stdout).toContain(INSTANCE);
  });

  test("names every route of the masker", async () => {
    const headers = { authorization: `Bearer ${gateway.maskerApiKey}` };
    const answer = await (await fetch(`${gateway.maskerUrl}/openapi.json`, { headers })).json();
    const { paths } = z.object({ paths: z.record(z.string(), z.unknown()) }).parse(answer);
    expect(Object.keys(paths).filter((path) => !page.includes(path))).toEqual([]);
  });

  test("names every route of the gateway on which a provider is asked", async () => {
    const code =
      "from gateway.routes import MASKED, COUNTED; print(*(path for path, _ in (*MASKED, *COUNTED)), sep='\\n')";
    const { stdout } = await execa(litellmPython(), ["-c", code], { env: { PYTHONPATH: join(REPOSITORY, "litellm") } });
    const routes = stdout.split("\n").map((path) => path.replaceAll("{**}", "{model}"));
    expect(routes.length).toBeGreaterThan(10);
    const named = (route: string): boolean =>
      page.includes(route) || page.includes(`\`:${route.split(":")[1] ?? " "}\``) || route.startsWith("/models/");
    expect(routes.filter((route) => !named(route))).toEqual([]);
  });
});
