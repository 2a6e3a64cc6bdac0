import { defineConfig } from "vitest/config";

const LONG = "**/*.long.test.ts";
const isLong = process.env["MASKER_TEST_LONG"] === "1";

/** Runs alone with `vitest run --config tests/admin/vitest.config.ts`, or as a project of the repository's own config. */
export default defineConfig({
  test: {
    name: "admin",
    root: import.meta.dirname,
    include: [isLong ? LONG : "**/*.test.ts"],
    exclude: isLong ? [] : [LONG],
    globalSetup: "./global-setup.ts",
    // One gateway on two cores: files that run at once would only wait for each other.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
