import type { Answer, Usage } from "./answer.ts";
import type { RecordedRequest } from "./recorded-request.ts";

const BYTES_PER_TOKEN = 4;

/** Token counts by a rule of thumb, for the APIs without a prompt cache. */
export function countBytes(request: RecordedRequest, answer: Answer): Usage {
  const inputTokens = Math.ceil(request.raw.length / BYTES_PER_TOKEN);
  const outputTokens = Math.ceil(JSON.stringify(answer.blocks ?? []).length / BYTES_PER_TOKEN);
  return { inputTokens, cacheReadTokens: 0, cacheReadBlocks: 0, cacheWriteTokens: 0, outputTokens };
}
