import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectUnseen } from "../e2e/audit.ts";
import { newAccessKeyId, newInstanceId } from "../e2e/originals.ts";
import { findLeaks } from "../e2e/provider/find-leaks.ts";
import { runClaude } from "../e2e/run-claude.ts";
import { seenPrompt } from "../e2e/seen.ts";
import { ask, makeKey } from "./ask.ts";
import { CHROMIUM_PATIENCE_MS } from "./browser/find-chromium.ts";
import { type AdminUi, makeKeyInUi, openAdminUi } from "./browser/open-admin-ui.ts";
import { loggedLine } from "./logged-line.ts";
import { useAdminGateway } from "./use-admin-gateway.ts";

const used = useAdminGateway();
const { gateway } = used;
let ui: AdminUi;

beforeAll(async () => {
  ui = await openAdminUi(gateway);
}, CHROMIUM_PATIENCE_MS);

afterAll(() => ui.close());

describe("LiteLLM's admin UI in a browser", () => {
  test("a key made in it runs Claude Code, masked, and its spend is seen", async () => {
    const name = `dev-${newInstanceId().slice(-8)}`;
    const key = await makeKeyInUi(ui, name);
    const [instance, accessKey] = [newInstanceId(), newAccessKeyId()];
    used.provider.script((request) => ({ blocks: [{ type: "text", text: seenPrompt(request) }] }));
    const workspace = await used.newWorkspace();
    const prompt = `EC2 인스턴스 ${instance}와 IAM 키 ${accessKey} 분석해줘`;
    const run = await runClaude({ workspace, url: gateway.url, key, args: ["-p", prompt] });
    expect(run).toEqual({ exitCode: 0, stdout: prompt, stderr: "" });
    expectUnseen(used.provider.requests, [instance, accessKey]);

    await loggedLine(gateway.databaseUrl, name, "success");
    await ui.show("api-keys");
    const row = ui.page.locator("tr", { hasText: name });
    await expect.poll(() => row.innerText(), { timeout: 60_000 }).toMatch(/\$0\.0*[1-9]/);
  });

  test.each(["answered", "refused by the provider", "over budget"])(
    "its log page shows placeholders of a request that was %s",
    async (how) => {
      used.provider.script((request) =>
        how === "answered"
          ? { blocks: [{ type: "text", text: seenPrompt(request) }] }
          : { error: { status: 400, type: "invalid_request_error", message: `I do not like ${seenPrompt(request)}` } },
      );
      const { key, alias } = await makeKey(used, how === "over budget" ? { max_budget: 0 } : {});
      const { originals } = await ask(used, key);
      await loggedLine(gateway.databaseUrl, alias, how === "answered" ? "success" : "failure");
      await ui.show("logs/");
      await ui.page.locator("tbody tr", { hasText: alias }).first().click();
      const details = ui.page.locator("[role=dialog]");
      await details.getByText("Request Details").waitFor();
      if (how !== "over budget")
        await details
          .getByText(/ec2-\d{3,}/)
          .first()
          .waitFor();
      const shown = [
        { name: "what the page shows", bytes: Buffer.from(await details.innerText()) },
        { name: "the page's source", bytes: Buffer.from(await ui.page.content()) },
      ];
      expect(findLeaks(shown, originals)).toEqual([]);
    },
  );

  test("it asks nobody else for anything", () => {
    expect(ui.outside).toEqual([]);
  });
});
