import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { litellmPython } from "../e2e/chain/litellm-python.ts";
import { startStandInMasker } from "./stand-in-masker.ts";

const KEY = "masker-0123456789abcdefghijklmnop";
const SCRIPT = join(import.meta.dirname, "patient_stream.py");

test.each([
  ["soon, through the connection that is open", 0, 1],
  ["late, through a new connection: the network may have dropped the silent one", 0.5, 2],
])("a provider that begins %s", async (_, seconds, connections) => {
  const masker = await startStandInMasker(KEY);
  const input = Array.from({ length: 5 }, (__, number) => `data: ${number} ec2-0123456789abcdef${number}\n\n`).join(
    "|",
  );
  const env = { MASKER_PORT: String(masker.port), MASKER_API_KEY: KEY };
  const { stdout } = await execa(litellmPython(), [SCRIPT, String(seconds)], { input, env });
  await masker.stop();
  expect(stdout.match(/data: \d i-\dfedcba9876543210/g)).toHaveLength(5);
  expect(masker.calls.map(({ path }) => path)).toEqual(Array.from({ length: connections }, () => "/guardrail/stream"));
});

test("a masker that takes a stream's connection and never answers is given up", async () => {
  const masker = await startStandInMasker(KEY);
  masker.answerWith("hang");
  const env = { MASKER_PORT: String(masker.port), MASKER_API_KEY: KEY };
  const input = "data: 0 ec2-0123456789abcdef0\n\n";
  const { stdout } = await execa(litellmPython(), [SCRIPT, "0"], { input, env, timeout: 60_000 });
  await masker.stop();
  expect(stdout).toMatch(/"message": "masker: it cannot be reached to restore this answer; try again/);
});
