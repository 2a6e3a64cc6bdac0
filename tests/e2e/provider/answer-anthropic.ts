import type { ServerResponse } from "node:http";
import { z } from "zod";
import type { Answer, ProviderError, Usage } from "./answer.ts";
import { anthropicChunks, anthropicError, anthropicErrorChunk, anthropicMessage } from "./anthropic-answer.ts";
import { anthropicRequest } from "./anthropic-schema.ts";
import { checkAnthropic } from "./check-anthropic.ts";
import type { PromptCache } from "./prompt-cache.ts";
import type { ScriptReader } from "./script.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import { sendStream, sendWhole } from "./send-answer.ts";

const BYTES_PER_TOKEN = 4;

/** Answers `POST /v1/messages` and `/v1/messages/count_tokens` as scripted, or refuses what the real API would refuse. */
export async function answerAnthropic(
  request: RecordedRequest,
  response: ServerResponse,
  script: ScriptReader,
  cache: PromptCache,
): Promise<void> {
  const parsed = anthropicRequest.safeParse(request.body);
  const isCount = request.api === "count-tokens";
  request.violations = parsed.success
    ? checkAnthropic({ ...parsed.data, ...(isCount && { max_tokens: 1 }) })
    : [z.prettifyError(parsed.error)];
  if (!parsed.success || request.violations.length > 0) return refuse(response, request.violations.join("; "));
  if (isCount) return sendWhole(response, 200, { input_tokens: Math.ceil(request.raw.length / BYTES_PER_TOKEN) }, {});

  const answer = await script(request);
  if (answer.error !== undefined) return sendWhole(response, answer.error.status, anthropicError(answer.error), answer);
  const { model, stream } = parsed.data;
  const usage: Usage = { ...cache.count(parsed.data), outputTokens: countOutput(answer) };
  request.usage = usage;
  if (stream !== true) return sendWhole(response, 200, anthropicMessage(answer, model, usage), answer);
  return sendStream(response, anthropicChunks(answer, model, usage), anthropicErrorChunk, answer);
}

function refuse(response: ServerResponse, message: string): Promise<void> {
  const error: ProviderError = { status: 400, type: "invalid_request_error", message };
  return sendWhole(response, error.status, anthropicError(error), {});
}

function countOutput(answer: Answer): number {
  return Math.ceil(JSON.stringify(answer.blocks ?? []).length / BYTES_PER_TOKEN);
}
