import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { spliceToBytes } from "../../masker-service/src/body/splice-strings.ts";
import { buildEngine } from "../../masker-service/src/build-engine.ts";
import { maskBody } from "../../masker-service/src/mask/mask-body.ts";
import type { MaskTexts } from "../../masker-service/src/mask/mask-texts.ts";
import { createThrowaway } from "../../masker-service/src/mask/throwaway.ts";
import { loadPatterns } from "../../masker-service/src/patterns/load.ts";

const PATTERNS = fileURLToPath(new URL("../../masker-service/patterns", import.meta.url));
const ID = "i-0123456789abcdef0";
const patterns = await loadPatterns({ directories: [PATTERNS] });

async function maskBytes(maskTexts: MaskTexts, scope: string, json: string): Promise<string> {
  const bytes = Buffer.from(json).toString("latin1");
  const { changes } = await maskBody(maskTexts, scope, bytes, createThrowaway(), { isBytes: true });
  return spliceToBytes(bytes, changes).toString();
}

test.each([4, 40])(
  "A text broken by a wrong encoding and the text that it was are two, also for another team (%i letters)",
  async (letters) => {
    const right = `${"é".repeat(letters)} ${ID} of ours`;
    const broken = Buffer.from(right).toString("latin1");
    const call = JSON.stringify({ function: { arguments: JSON.stringify({ note: broken }) } });
    const plain = JSON.stringify({ note: right });
    for (const bodies of [
      [call, plain],
      [plain, call],
    ]) {
      const maskTexts = buildEngine(patterns).maskTextsOf("default");
      for (const body of bodies) {
        expect(await maskBytes(maskTexts, `team:${bodies.indexOf(body)}`, body)).toBe(body.replace(ID, "ec2-001"));
      }
    }
  },
);

test("A text that is written like a literal, and that literal, are two", async () => {
  const literal = `"\\u0061\\u0061\\u0061\\u0061 ${ID} of ours"`;
  const maskTexts = buildEngine(patterns).maskTextsOf("default");
  await maskTexts("team:0", [{ text: literal }], createThrowaway());
  expect(await maskBytes(maskTexts, "team:1", `{${literal}:1}`)).toBe(`{${literal}:1}`.replace(ID, "ec2-001"));
});
