import { type AnthropicBlock, type AnthropicMessage, type AnthropicRequest, blocksOf } from "./anthropic-schema.ts";
import { isSignedThinking } from "./sign-thinking.ts";

const MAX_CACHE_BREAKPOINTS = 4;

/**
 * What the real Messages API would refuse in a well-shaped request, in its own words where known.
 * Source: https://docs.anthropic.com/en/api/messages and the errors it answers with.
 */
export function checkAnthropic(request: AnthropicRequest): readonly string[] {
  const turns = request.messages.filter((message) => message.role !== "system");
  const blocks = [...blocksOf(request.system ?? []), ...request.messages.flatMap(({ content }) => blocksOf(content))];
  return [
    ...(turns[0]?.role === "user" ? [] : ["messages.0: first message must use the user role"]),
    ...(request.max_tokens === undefined ? ["max_tokens: Field required"] : []),
    ...checkCacheBreakpoints([...blocks, ...(request.tools ?? [])]),
    ...checkToolNames(request),
    ...blocks.flatMap(checkBlock),
    ...turns.flatMap((message, at) => checkToolPairs(message, turns[at + 1], at)),
    ...turns.flatMap((message, at) => checkToolResults(message, turns[at - 1], at)),
  ];
}

function checkCacheBreakpoints(parts: readonly { cache_control?: unknown }[]): readonly string[] {
  const found = parts.filter((part) => part.cache_control !== undefined).length;
  if (found <= MAX_CACHE_BREAKPOINTS) return [];
  return [`A maximum of ${MAX_CACHE_BREAKPOINTS} blocks with cache_control may be provided. Found ${found}.`];
}

function checkToolNames(request: AnthropicRequest): readonly string[] {
  const names = (request.tools ?? []).map((tool) => tool.name);
  return new Set(names).size === names.length ? [] : ["tools: Tool names must be unique."];
}

function checkBlock(block: AnthropicBlock): readonly string[] {
  if (block.type === "text" && (block.text ?? "").trim() === "") return ["text content blocks must be non-empty"];
  if (block.type === "thinking" && !isSignedThinking(block.thinking ?? "", block.signature ?? "")) {
    return ["Invalid `signature` in `thinking` block"];
  }
  if (block.type === "tool_use" && !isDictionary(block.input))
    return ["tool_use.input: Input should be a valid dictionary"];
  return [];
}

function checkToolPairs(message: AnthropicMessage, next: AnthropicMessage | undefined, at: number): readonly string[] {
  if (message.role !== "assistant") return [];
  const answered = new Set(blocksOf(next?.content ?? []).map((block) => block.tool_use_id));
  const open = blocksOf(message.content).filter((block) => block.type === "tool_use" && !answered.has(block.id));
  return open.map(
    (block) =>
      `messages.${at}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${block.id}`,
  );
}

function checkToolResults(
  message: AnthropicMessage,
  before: AnthropicMessage | undefined,
  at: number,
): readonly string[] {
  const asked = new Set(blocksOf(before?.content ?? []).map((block) => block.id));
  const stray = blocksOf(message.content).filter(
    (block) => block.type === "tool_result" && !asked.has(block.tool_use_id),
  );
  return stray.map(
    (block) => `messages.${at}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${block.tool_use_id}`,
  );
}

function isDictionary(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
