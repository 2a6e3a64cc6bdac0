import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { LITELLM_BASICS } from "../../scripts/start/child-environments.ts";
import { litellmPython } from "../e2e/chain/litellm-python.ts";

test("The guard and its hook close where LiteLLM does what it should not", async () => {
  const { stdout } = await execa(litellmPython(), [join(import.meta.dirname, "closed_hook.py")], {
    env: LITELLM_BASICS,
  });
  expect(JSON.parse(stdout.slice(stdout.lastIndexOf("\n") + 1))).toEqual({
    "a hook on a route that the guard does not know": [403, "gateway: this route is not covered by the masking"],
    "a hook for another API than the route's": [
      403,
      "route: LiteLLM handles it as another API than the gateway masks it for",
    ],
    "a model by a name that must be masked": [400, expect.stringContaining("model: holds what must be masked")],
    "an answer without the hook": [503, expect.stringContaining("LiteLLM answered without its masking hook")],
    "a tool that the key may not use": [403, expect.stringContaining("not in the allowed tools list")],
    "a tool that it may use": null,
    "chunks for a masker that takes none": 64,
    "one guard, however often it is set": true,
  });
});
