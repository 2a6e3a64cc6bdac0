import Anthropic from "@anthropic-ai/sdk";
import { describe, expect, test } from "vitest";
import { startGateway } from "./gateway.ts";
import { newInstanceId } from "./originals.ts";
import { newTeamKey } from "./team-key.ts";

const REAL_API = "https://api.anthropic.com";
const apiKey = process.env["ANTHROPIC_API_KEY"] ?? "";
const isWanted = process.env["MASKER_TEST_REAL_API"] === "1" && apiKey !== "";

// Off unless both are given: it costs money and leaves this machine. Skipped, so never counted as passed.
describe.skipIf(!isWanted)("the real Anthropic API", () => {
  test("repeats a placeholder that comes back as the original, streamed", async () => {
    const instance = newInstanceId();
    const gateway = await startGateway({ providerUrl: REAL_API, litellmEnv: { ANTHROPIC_API_KEY: apiKey } });
    try {
      const client = new Anthropic({ baseURL: gateway.url, authToken: newTeamKey(), apiKey: null });
      const content = `Repeat this instance id exactly once, and nothing else: ${instance}`;
      const stream = client.messages.stream({
        model: "claude-haiku-4-5",
        max_tokens: 64,
        messages: [{ role: "user", content }],
      });
      expect(await stream.finalText()).toContain(instance);
    } finally {
      await gateway.stop();
    }
  });
});
