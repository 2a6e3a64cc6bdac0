import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { litellmPython } from "../e2e/chain/litellm-python.ts";

test("a failure of LiteLLM's that passes the guard has no body among the local variables of its frames", async () => {
  const input = JSON.stringify({ model: "claude-x", messages: [{ role: "user", content: "see i-0123456789abcdef0" }] });
  const { stdout } = await execa(litellmPython(), [join(import.meta.dirname, "failing_app.py")], { input });
  expect(stdout).toMatch(/in exchange_masked[^]*holder = Holder\([^]*RuntimeError: LiteLLM's own/);
  expect(stdout).toContain("claude-x");
  expect(stdout).not.toContain("i-0123456789abcdef0");
});
