import { fieldsOf } from "./deltas/frame-deltas.ts";

/** Tokens of a request that the provider says it read from its prompt cache, and wrote to it. */
export interface CacheUsage {
  read: number;
  written: number;
}

/** Whether an answer may have any: looking for them means parsing it. */
const REPORTED = /"(?:cache_(?:read|creation)_input_tokens|cached_tokens|cachedContentTokenCount)"\s*:\s*[1-9]/;

/** Of a whole answer; nothing where it is no JSON. */
export function readCacheUsage(answer: string): CacheUsage {
  const usage = { read: 0, written: 0 };
  if (!REPORTED.test(answer)) return usage;
  try {
    noteCacheUsage(usage, JSON.parse(answer));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return usage;
}

/**
 * Takes in what a whole answer or a frame of a stream reports. A stream reports the same numbers several times, and
 * LiteLLM the same one under several names, so the largest is taken and none is added.
 */
export function noteCacheUsage(usage: CacheUsage, value: unknown): void {
  const { usage: own, message, response, usageMetadata } = fieldsOf(value);
  for (const each of [own, fieldsOf(message)["usage"], fieldsOf(response)["usage"], usageMetadata]) {
    const fields = fieldsOf(each);
    const read = [
      fields["cache_read_input_tokens"],
      fieldsOf(fields["prompt_tokens_details"])["cached_tokens"],
      fieldsOf(fields["input_tokens_details"])["cached_tokens"],
      fields["cachedContentTokenCount"],
    ];
    usage.read = Math.max(usage.read, ...read.map(numberIn));
    usage.written = Math.max(usage.written, numberIn(fields["cache_creation_input_tokens"]));
  }
}

function numberIn(value: unknown): number {
  return typeof value === "number" && value > 0 ? value : 0;
}
