import type { ServerResponse } from "node:http";
import { z } from "zod";
import type { Answer, Chunk, ProviderError, Usage } from "./answer.ts";
import { anthropicChunks, anthropicMessage } from "./anthropic-answer.ts";
import { anthropicRequest } from "./anthropic-schema.ts";
import { checkAnthropic } from "./check-anthropic.ts";
import { converseAnswer, converseChunks } from "./converse-answer.ts";
import { eventStreamException, eventStreamMessage } from "./event-stream.ts";
import { countBytes } from "./count-bytes.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import type { ScriptReader } from "./script.ts";
import { sendStream, sendWhole } from "./send-answer.ts";

const EVENT_STREAM = "application/vnd.amazon.eventstream";
const PATH = /^\/model\/([^/]+)\/(invoke|invoke-with-response-stream|converse|converse-stream)(?:\?|$)/;

/** Claude on Bedrock takes the Messages API's body, with the model in the URL and the version in the body. */
const invokeRequest = z.looseObject({
  anthropic_version: z.literal("bedrock-2023-05-31"),
  model: z.never().optional(),
  stream: z.never().optional(),
});
const converseRequest = z.looseObject({
  messages: z
    .array(z.looseObject({ role: z.enum(["user", "assistant"]), content: z.array(z.looseObject({})).min(1) }))
    .min(1),
});

/** Answers Bedrock's InvokeModel and Converse for Claude as scripted, or refuses what the real ones would refuse. */
export async function answerBedrock(
  request: RecordedRequest,
  response: ServerResponse,
  script: ScriptReader,
): Promise<void> {
  const [, model = "", operation = ""] = PATH.exec(request.url) ?? [];
  const isConverse = operation.startsWith("converse");
  request.violations = [
    ...violationsOf(isConverse, model, request.body),
    ...(request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 ") === true ? [] : ["the request is not signed"]),
  ];
  if (request.violations.length > 0) return refuse(response, { status: 400, message: request.violations.join("; ") });
  const answer = await script(request);
  if (answer.error !== undefined) return refuse(response, answer.error);
  const usage = (request.usage = countBytes(request, answer));
  const name = decodeURIComponent(model);
  if (!operation.endsWith("-stream")) {
    const whole = isConverse ? converseAnswer(answer, usage) : anthropicMessage(answer, name, usage);
    return sendWhole(response, 200, whole, answer);
  }
  const chunks = isConverse ? converseChunks(answer, usage) : invokeChunks(answer, name, usage);
  return sendStream(response, chunks, exceptionChunk, answer, EVENT_STREAM);
}

function violationsOf(isConverse: boolean, model: string, body: unknown): readonly string[] {
  const shape = (isConverse ? converseRequest : invokeRequest).safeParse(body);
  if (!shape.success) return [z.prettifyError(shape.error)];
  if (isConverse) return [];
  const parsed = anthropicRequest.safeParse({ ...shape.data, model });
  return parsed.success ? checkAnthropic(parsed.data) : [z.prettifyError(parsed.error)];
}

/** Each of the Messages API's events in one message of the event stream. */
function* invokeChunks(answer: Answer, model: string, usage: Usage): Generator<Chunk> {
  for (const { text, isDelta } of anthropicChunks(answer, model, usage)) {
    const data = text.toString().split("\n")[1]?.slice("data: ".length) ?? "";
    if (!data.includes('"ping"')) yield { text: eventStreamMessage("chunk", { bytes: toBase64(data) }), isDelta };
  }
}

function toBase64(text: string): string {
  return Buffer.from(text).toString("base64");
}

function exceptionChunk(error: ProviderError): Chunk {
  return { text: eventStreamException("modelStreamErrorException", error.message), isDelta: false };
}

function refuse(response: ServerResponse, error: Pick<ProviderError, "status" | "message">): Promise<void> {
  return sendWhole(response, error.status, { message: error.message }, {});
}
