import { buffer } from "node:stream/consumers";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { Usage } from "./answer.ts";

export type OpenaiApi = "openai-chat" | "openai-responses" | "embeddings" | "rerank";
export type ProviderApi = "anthropic" | "count-tokens" | "gemini" | "bedrock" | "vertex" | OpenaiApi | "unknown";

/** Everything that the provider saw of one request, and what became of it. */
export interface RecordedRequest {
  /** Counts from 1 in the order of arrival. */
  readonly number: number;
  readonly api: ProviderApi;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly raw: Buffer;
  /** The parsed body; undefined where it is not JSON. */
  readonly body: unknown;
  /** What a real provider would have complained of. Empty for a correct request. */
  violations: readonly string[];
  /** What the answer counted, prompt cache included; undefined until then. */
  usage: Usage | undefined;
  /** True once the client went away before the answer was whole. */
  abandoned: boolean;
}

const APIS: readonly (readonly [RegExp, ProviderApi])[] = [
  [/^\/v1\/messages\/count_tokens(\?|$)/, "count-tokens"],
  [/^\/v1\/messages(\?|$)/, "anthropic"],
  [/^(\/v1)?\/chat\/completions(\?|$)/, "openai-chat"],
  [/^(\/v1)?\/responses(\?|$)/, "openai-responses"],
  [/^(\/v1)?\/embeddings(\?|$)/, "embeddings"],
  [/^\/v2\/rerank$/, "rerank"],
  [/^\/v1beta\/models\/[^/]+:(?:stream)?[gG]enerateContent(\?|$)/, "gemini"],
  // LiteLLM appends the version to an address that has it.
  [/^(\/v1beta)+\/models\/[^/]+:countTokens$/, "gemini"],
  [/^\/model\/[^/]+\/(invoke|converse)/, "bedrock"],
  [/^\/token$|:(rawPredict|streamRawPredict)(\?|$)/, "vertex"],
];

/** Reads a request to its end and records it. */
export async function recordRequest(request: IncomingMessage, number: number): Promise<RecordedRequest> {
  const raw = await buffer(request);
  const url = request.url ?? "/";
  return {
    number,
    api: APIS.find(([path]) => path.test(url))?.[1] ?? "unknown",
    method: request.method ?? "GET",
    url,
    headers: request.headers,
    raw,
    body: parseJson(raw),
    violations: [],
    usage: undefined,
    abandoned: false,
  };
}

function parseJson(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString("utf8")) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
