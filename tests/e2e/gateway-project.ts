import type { ViteUserConfig } from "vitest/config";

/** What `expect.poll` waits for comes, but on a busy machine not within vitest's own second. */
export const POLL_MS = 30_000;

const LONG = "**/*.long.test.ts";
const isLong = process.env["MASKER_TEST_LONG"] === "1";

/** Tests that share one gateway, started by the folder's `global-setup.ts`. Runs alone, or as a project of the repository's own config. */
export function gatewayProject(name: string, root: string): ViteUserConfig {
  return {
    test: {
      name,
      root,
      include: [isLong ? LONG : "**/*.test.ts"],
      exclude: isLong ? [] : [LONG],
      globalSetup: "./global-setup.ts",
      // One gateway on two cores: files that run at once would only wait for each other.
      fileParallelism: false,
      testTimeout: 180_000,
      hookTimeout: 300_000,
      expect: { poll: { timeout: POLL_MS } },
    },
  };
}
