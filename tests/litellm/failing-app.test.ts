import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { litellmPython } from "../e2e/chain/litellm-python.ts";

test.each([
  ["masked", "holder"],
  ["counted", "held"],
])(
  "a failure of LiteLLM's that passes the guard has no body among the local variables of its frames (%s)",
  async (kind, name) => {
    const messages = [{ role: "user", content: "see i-0123456789abcdef0" }];
    const input = JSON.stringify({ model: "claude-x", messages });
    const { stdout } = await execa(litellmPython(), [join(import.meta.dirname, "failing_app.py"), kind], { input });
    expect(stdout).toMatch(new RegExp(`in exchange_${kind}[^]*${name} = Holder\\([^]*RuntimeError: LiteLLM's own`));
    expect(stdout).toContain("claude-x");
    expect(stdout).not.toContain("i-0123456789abcdef0");
  },
);
