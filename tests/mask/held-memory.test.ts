import { setFlagsFromString } from "node:v8";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { buildEngine } from "../../masker-service/src/build-engine.ts";
import { maskBody } from "../../masker-service/src/mask/mask-body.ts";
import { createThrowaway } from "../../masker-service/src/mask/throwaway.ts";
import { loadPatterns } from "../../masker-service/src/patterns/load.ts";

const PATTERNS = fileURLToPath(new URL("../../masker-service/patterns", import.meta.url));
const MEGABYTE = 1_000_000;
const BODIES = 40;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Megabytes that are reachable now. */
function heldMegabytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / MEGABYTE;
}

test.each([
  ["a short text", (body: number) => ["question", `deploy number ${body}, please`]],
  ["a key", (body: number) => [`parameter_of_step_${body}`, "on"]],
  ["a value with a shape", (body: number) => ["question", `i-0${body.toString(16).padStart(16, "0")}`]],
  ["a name", (body: number) => ["question", `aws s3 ls s3://acme-archive-${body}/`]],
])("%s that is remembered does not keep the whole body in memory", async (_, property) => {
  const maskTexts = buildEngine(await loadPatterns({ directories: [PATTERNS] })).maskTextsOf("default");
  const store = createThrowaway({ names: () => Promise.resolve({ version: 1, names: [] }) });
  const mask = async (body: number): Promise<void> => {
    const [key = "", value = ""] = property(body);
    // By bytes, as a body comes: what is concatenated consists of parts.
    const bytes = Buffer.from(JSON.stringify({ [key]: value, filling: "x".repeat(MEGABYTE) }));
    const { edits } = await maskBody(maskTexts, "s", bytes.toString("latin1"), store, { isBytes: true });
    expect(edits.length).toBeGreaterThan(1);
  };
  for (let body = 0; body < 3; body++) await mask(body);
  const before = heldMegabytes();
  for (let body = 3; body < BODIES; body++) await mask(body);
  expect(heldMegabytes() - before).toBeLessThan(BODIES / 4);
});
