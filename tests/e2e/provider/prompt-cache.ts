import { createHash } from "node:crypto";
import { type AnthropicRequest, blocksOf } from "./anthropic-schema.ts";
import type { Usage } from "./answer.ts";

const BYTES_PER_TOKEN = 4;
const LOOK_BACK_BLOCKS = 20;

interface Part {
  readonly json: string;
  readonly isBreakpoint: boolean;
}

export interface PromptCache {
  /** Counts what this request reads from the cache and writes to it, and keeps what it writes. */
  count(request: AnthropicRequest): Omit<Usage, "outputTokens">;
}

/**
 * The provider's prompt cache: tools, then system, then messages, hashed as a growing prefix. A request reads the longest
 * prefix written before that ends at most 20 blocks above one of its `cache_control` marks.
 * Source: https://docs.anthropic.com/en/docs/build-with-claude/prompt-caching
 */
export function createPromptCache(): PromptCache {
  const written = new Set<string>();
  return {
    count(request) {
      const parts = partsOf(request);
      const prefixes = hashPrefixes(parts);
      const breakpoints = parts.flatMap((part, at) => (part.isBreakpoint ? [at] : []));
      const read = breakpoints.map((at) => longestWritten(prefixes, at, written)).reduce((a, b) => Math.max(a, b), -1);
      for (const at of breakpoints) written.add(prefixes[at]?.hash ?? "");
      const readTokens = prefixes[read]?.tokens ?? 0;
      const cachedTokens = prefixes[breakpoints.at(-1) ?? -1]?.tokens ?? 0;
      const allTokens = prefixes.at(-1)?.tokens ?? 0;
      return {
        inputTokens: allTokens - Math.max(cachedTokens, readTokens),
        cacheReadTokens: readTokens,
        cacheReadBlocks: read + 1,
        cacheWriteTokens: Math.max(0, cachedTokens - readTokens),
      };
    },
  };
}

function partsOf(request: AnthropicRequest): readonly Part[] {
  const parts = [
    ...(request.tools ?? []).map((tool) => toPart("tool", tool)),
    ...blocksOf(request.system ?? []).map((block) => toPart("system", block)),
    ...request.messages.flatMap(({ role, content }) => blocksOf(content).map((block) => toPart(role, block))),
  ];
  const last = parts.at(-1);
  if (request.cache_control === undefined || last === undefined) return parts;
  return [...parts.slice(0, -1), { ...last, isBreakpoint: true }];
}

function toPart(place: string, value: { cache_control?: unknown }): Part {
  const { cache_control: mark, ...rest } = value;
  return { json: JSON.stringify([place, rest]), isBreakpoint: mark !== undefined };
}

function hashPrefixes(parts: readonly Part[]): readonly { hash: string; tokens: number }[] {
  const hash = createHash("sha256");
  let bytes = 0;
  return parts.map(({ json }) => {
    hash.update(json);
    bytes += Buffer.byteLength(json);
    return { hash: hash.copy().digest("base64"), tokens: Math.ceil(bytes / BYTES_PER_TOKEN) };
  });
}

function longestWritten(prefixes: readonly { hash: string }[], from: number, written: ReadonlySet<string>): number {
  for (let at = from; at >= Math.max(0, from - LOOK_BACK_BLOCKS); at--) {
    if (written.has(prefixes[at]?.hash ?? "")) return at;
  }
  return -1;
}
