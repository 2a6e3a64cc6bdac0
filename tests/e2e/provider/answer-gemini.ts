import type { ServerResponse } from "node:http";
import { z } from "zod";
import type { Usage } from "./answer.ts";
import { geminiAnswer, geminiChunks, geminiError, geminiErrorChunk } from "./gemini-answer.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import type { ScriptReader } from "./script.ts";
import { sendStream, sendWhole } from "./send-answer.ts";

const BYTES_PER_TOKEN = 4;
const PATH = /models\/([^:/]+):(generateContent|streamGenerateContent|countTokens)/;

const part = z.looseObject({
  text: z.string().optional(),
  functionCall: z.looseObject({ args: z.looseObject({}) }).optional(),
});
const content = z.looseObject({ role: z.enum(["user", "model", "function"]).optional(), parts: z.array(part).min(1) });
const geminiRequest = z.looseObject({ contents: z.array(content).min(1), systemInstruction: content.optional() });
/** Tokens are counted of contents, or of a whole request. */
const countRequest = z.union([z.looseObject({ generateContentRequest: geminiRequest }), geminiRequest]);

/** Answers Gemini's API as scripted, or refuses what the real one would refuse. */
export async function answerGemini(
  request: RecordedRequest,
  response: ServerResponse,
  script: ScriptReader,
): Promise<void> {
  const [, model = "", method] = PATH.exec(request.url) ?? [];
  const parsed = (method === "countTokens" ? countRequest : geminiRequest).safeParse(request.body);
  if (!parsed.success) {
    request.violations = [z.prettifyError(parsed.error)];
    const error = { status: 400, type: "INVALID_ARGUMENT", message: request.violations.join("; ") };
    return sendWhole(response, error.status, geminiError(error), {});
  }
  const inputTokens = Math.ceil(request.raw.length / BYTES_PER_TOKEN);
  if (method === "countTokens") return sendWhole(response, 200, { totalTokens: inputTokens }, {});
  const answer = await script(request);
  if (answer.error !== undefined) return sendWhole(response, answer.error.status, geminiError(answer.error), answer);
  const outputTokens = Math.ceil(JSON.stringify(answer.blocks ?? []).length / BYTES_PER_TOKEN);
  const usage: Usage = { inputTokens, cacheReadTokens: 0, cacheReadBlocks: 0, cacheWriteTokens: 0, outputTokens };
  request.usage = usage;
  if (method === "generateContent") return sendWhole(response, 200, geminiAnswer(answer, model, usage), answer);
  return sendStream(response, geminiChunks(answer, model, usage), geminiErrorChunk, answer);
}
