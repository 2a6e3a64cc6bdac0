import type { ServerResponse } from "node:http";
import { z } from "zod";
import type { Usage } from "./answer.ts";
import { checkOpenai, openaiRequest } from "./check-openai.ts";
import { openaiChunks, openaiCompletion, openaiError, openaiErrorChunk } from "./openai-answer.ts";
import type { ScriptReader } from "./script.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import { sendStream, sendWhole } from "./send-answer.ts";

const BYTES_PER_TOKEN = 4;

/** Answers `POST /v1/chat/completions` as scripted, or refuses what the real API would refuse. */
export async function answerOpenai(
  request: RecordedRequest,
  response: ServerResponse,
  script: ScriptReader,
): Promise<void> {
  const parsed = openaiRequest.safeParse(request.body);
  request.violations = parsed.success ? checkOpenai(parsed.data) : [z.prettifyError(parsed.error)];
  if (!parsed.success || request.violations.length > 0) {
    const error = { status: 400, type: "invalid_request_error", message: request.violations.join("; ") };
    return sendWhole(response, error.status, openaiError(error), {});
  }
  const answer = await script(request);
  if (answer.error !== undefined) return sendWhole(response, answer.error.status, openaiError(answer.error), answer);
  const { model, stream } = parsed.data;
  const inputTokens = Math.ceil(request.raw.length / BYTES_PER_TOKEN);
  const outputTokens = Math.ceil(JSON.stringify(answer.blocks ?? []).length / BYTES_PER_TOKEN);
  const usage: Usage = { inputTokens, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens };
  request.usage = usage;
  if (stream !== true) return sendWhole(response, 200, openaiCompletion(answer, model, usage), answer);
  return sendStream(response, openaiChunks(answer, model, usage), openaiErrorChunk, answer);
}
