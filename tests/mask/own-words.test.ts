import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { buildEngine } from "../../masker-service/src/build-engine.ts";
import { createThrowaway } from "../../masker-service/src/mask/throwaway.ts";
import { loadPatterns, type LoadOptions } from "../../masker-service/src/patterns/load.ts";

const PATTERNS = fileURLToPath(new URL("../../masker-service/patterns", import.meta.url));

/** The names that a scope has learned before. */
const NAMES = [
  { kind: "s3-bucket", prefix: "bucket", value: "acme-logs" },
  { kind: "s3-bucket", prefix: "bucket", value: "acme-data" },
];

async function mask(text: string, words: Pick<LoadOptions, "deny" | "allow">): Promise<string> {
  const engine = buildEngine(await loadPatterns({ directories: [PATTERNS], ...words }));
  const store = createThrowaway({ names: () => Promise.resolve({ version: 1, names: NAMES }) });
  const { edits } = await engine.maskTextsOf("default")("s", [{ text }], store);
  let masked = "";
  let from = 0;
  for (const { start, end, placeholder } of edits[0] ?? []) {
    masked += text.slice(from, start) + placeholder;
    from = end;
  }
  return masked + text.slice(from);
}

describe("an allowed value", () => {
  test.each([
    ["why are acme-logs and acme-data empty?", "why are acme-logs and bucket-001 empty?"],
    ["aws s3 ls s3://acme-logs/", "aws s3 ls s3://acme-logs/"],
    ["aws s3 ls s3://acme-logs-old/", "aws s3 ls s3://bucket-001/"],
  ])("is not masked, also where the scope learned it before: %s", async (text, masked) => {
    expect(await mask(text, { allow: ["acme-logs"] })).toBe(masked);
  });
});

describe("a denied word", () => {
  test.each([
    ["ACME runs ACME/ops and ACMEX, not acme", "word-001 runs word-001/ops and ACMEX, not acme"],
    ["한빛은행은 한빛은행의 고객", "word-001은 word-001의 고객"],
    ["ask ACME Corp, of ACME", "ask word-001, of word-002"],
    ["db.hanbit.internal:5432", "word-001:5432"],
    ["the host ec2-001 of ACME", "the host lit-001 of word-001"],
  ])("is masked as a whole word: %s", async (text, masked) => {
    const deny = ["ACME", "ACME Corp", "한빛은행", "db.hanbit.internal"];
    expect(await mask(text, { deny })).toBe(masked);
  });
});
