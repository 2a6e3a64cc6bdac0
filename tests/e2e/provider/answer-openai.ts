import type { ServerResponse } from "node:http";
import { z } from "zod";
import type { Answer, Chunk, ProviderError, Usage } from "./answer.ts";
import { checkOpenai, openaiRequest } from "./check-openai.ts";
import { countBytes } from "./count-bytes.ts";
import { openaiChunks, openaiCompletion, openaiError, openaiErrorChunk } from "./openai-answer.ts";
import type { OpenaiApi, RecordedRequest } from "./recorded-request.ts";
import { responsesAnswer, responsesChunks, responsesErrorChunk } from "./responses-answer.ts";
import type { ScriptReader } from "./script.ts";
import { sendStream, sendWhole } from "./send-answer.ts";

const EMBEDDING = [0.25, -0.5, 0.125];

/** How each of OpenAI's APIs writes the same answer. */
const FORMATS: Record<
  Exclude<OpenaiApi, "embeddings" | "rerank">,
  {
    whole(answer: Answer, model: string, usage: Usage): object;
    chunks(answer: Answer, model: string, usage: Usage): Iterable<Chunk>;
    readonly failure: (error: ProviderError) => Chunk;
  }
> = {
  "openai-chat": { whole: openaiCompletion, chunks: openaiChunks, failure: openaiErrorChunk },
  "openai-responses": { whole: responsesAnswer, chunks: responsesChunks, failure: responsesErrorChunk },
};

const anyRequest = z.looseObject({ model: z.string().min(1), stream: z.boolean().optional() });

/** Answers OpenAI's APIs as scripted, or refuses what the real ones would refuse. */
export async function answerOpenai(
  api: OpenaiApi,
  request: RecordedRequest,
  response: ServerResponse,
  script: ScriptReader,
): Promise<void> {
  const parsed = anyRequest.safeParse(request.body);
  request.violations = parsed.success ? violationsOf(api, request.body) : [z.prettifyError(parsed.error)];
  if (!parsed.success || request.violations.length > 0) {
    const error = { status: 400, type: "invalid_request_error", message: request.violations.join("; ") };
    return sendWhole(response, error.status, openaiError(error), {});
  }
  const { model, stream } = parsed.data;
  if (api === "embeddings") return sendWhole(response, 200, embeddings(model), {});
  if (api === "rerank") return sendWhole(response, 200, ranking(request.body), {});
  const answer = await script(request);
  if (answer.error !== undefined) return sendWhole(response, answer.error.status, openaiError(answer.error), answer);
  const usage = (request.usage = countBytes(request, answer));
  if (stream !== true) return sendWhole(response, 200, FORMATS[api].whole(answer, model, usage), answer);
  return sendStream(response, FORMATS[api].chunks(answer, model, usage), FORMATS[api].failure, answer);
}

function violationsOf(api: OpenaiApi, body: unknown): readonly string[] {
  if (api !== "openai-chat") return [];
  const chat = openaiRequest.safeParse(body);
  return chat.success ? checkOpenai(chat.data) : [z.prettifyError(chat.error)];
}

/** Cohere's, which has one answer whatever the words: the last document first, with its text. */
function ranking(body: unknown): object {
  const { documents } = z.looseObject({ query: z.string(), documents: z.array(z.string()).min(1) }).parse(body);
  const results = documents.map((text, index) => ({ index, relevance_score: index + 0.5, document: { text } }));
  return { id: "rerank-1", results: results.toReversed(), meta: { billed_units: { search_units: 1 } } };
}

function embeddings(model: string): object {
  const data = [{ object: "embedding", index: 0, embedding: EMBEDDING }];
  return { object: "list", data, model, usage: { prompt_tokens: 8, total_tokens: 8 } };
}
