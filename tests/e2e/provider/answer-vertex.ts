import type { ServerResponse } from "node:http";
import { z } from "zod";
import { anthropicChunks, anthropicError, anthropicErrorChunk, anthropicMessage } from "./anthropic-answer.ts";
import { anthropicRequest } from "./anthropic-schema.ts";
import { checkAnthropic } from "./check-anthropic.ts";
import { countBytes } from "./count-bytes.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import type { ScriptReader } from "./script.ts";
import { sendStream, sendWhole } from "./send-answer.ts";

/** What Google's token endpoint hands out for a service account's signed claim. */
const ACCESS_TOKEN = "ya29.stand-in";

/** Claude on Vertex takes the Messages API's body, with the model in the URL and the version in the body. */
const rawPredict = z.looseObject({ anthropic_version: z.literal("vertex-2023-10-16"), model: z.never().optional() });

/** Answers Vertex's rawPredict for Claude, whole and streamed, and the token request that comes before it. */
export async function answerVertex(
  request: RecordedRequest,
  response: ServerResponse,
  script: ScriptReader,
): Promise<void> {
  if (request.url === "/token") {
    return sendWhole(response, 200, { access_token: ACCESS_TOKEN, expires_in: 3600, token_type: "Bearer" }, {});
  }
  const model = /\/models\/([^:]+):/.exec(request.url)?.[1] ?? "";
  request.violations = [
    ...violationsOf(model, request.body),
    ...(request.headers.authorization === `Bearer ${ACCESS_TOKEN}` ? [] : ["no access token"]),
  ];
  if (request.violations.length > 0) {
    const error = { status: 400, type: "invalid_request_error", message: request.violations.join("; ") };
    return sendWhole(response, error.status, anthropicError(error), {});
  }
  const answer = await script(request);
  if (answer.error !== undefined) return sendWhole(response, answer.error.status, anthropicError(answer.error), answer);
  const usage = (request.usage = countBytes(request, answer));
  if (!request.url.includes(":streamRawPredict")) {
    return sendWhole(response, 200, anthropicMessage(answer, model, usage), answer);
  }
  return sendStream(response, anthropicChunks(answer, model, usage), anthropicErrorChunk, answer);
}

function violationsOf(model: string, body: unknown): readonly string[] {
  const shape = rawPredict.safeParse(body);
  if (!shape.success) return [z.prettifyError(shape.error)];
  const parsed = anthropicRequest.safeParse({ ...shape.data, model });
  return parsed.success ? checkAnthropic(parsed.data) : [z.prettifyError(parsed.error)];
}
