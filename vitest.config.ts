import { defineConfig } from "vitest/config";
import { POLL_MS } from "./tests/e2e/gateway-project.ts";

/** Suites that take minutes: named *.long.test.ts, run by `npm run test:long`, left out of everything else. */
const isLong = process.env["MASKER_TEST_LONG"] === "1";
const LONG = "**/*.long.test.ts";
const exclude = [isLong ? "**/!(*.long).test.ts" : LONG];

/** These start LiteLLM or whole gateways; after the others, so that their time limits are for them alone. */
const WITH_PROCESSES = ["tests/litellm/**/*.test.ts", "tests/scripts/**/*.test.ts"];

export default defineConfig({
  test: {
    maxWorkers: 2,
    expect: { poll: { timeout: POLL_MS } },
    env: { MASKER_TEST_PYTHON: process.env["MASKER_TEST_PYTHON"] ?? `${import.meta.dirname}/.venv/bin/python` },
    coverage: {
      provider: "v8",
      include: ["masker-service/src/**/*.ts"],
      reporter: ["text", "json-summary"],
      reportsDirectory: "coverage",
      reportOnFailure: true,
      thresholds: { lines: 90 },
    },
    projects: [
      {
        extends: true,
        test: {
          name: "parts",
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/admin/**", "tests/e2e/**", ...WITH_PROCESSES, ...exclude],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "processes",
          include: WITH_PROCESSES,
          exclude,
          testTimeout: 400_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: "./tests/e2e/vitest.config.ts",
        test: { name: "e2e", root: "./tests/e2e", exclude, sequence: { groupOrder: 2 } },
      },
      {
        extends: "./tests/admin/vitest.config.ts",
        test: { name: "admin", root: "./tests/admin", exclude, sequence: { groupOrder: 3 } },
      },
    ],
  },
});
