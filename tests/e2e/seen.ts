import { type AnthropicBlock, type AnthropicMessage, anthropicRequest, blocksOf } from "./provider/anthropic-schema.ts";
import type { RecordedRequest } from "./provider/recorded-request.ts";

/** The messages of an Anthropic request as the provider saw them. */
function seenMessages(request: RecordedRequest): readonly AnthropicMessage[] {
  return anthropicRequest.parse(request.body).messages;
}

/** The last text that the user typed, without what Claude Code adds around it. */
export function seenPrompt(request: RecordedRequest): string {
  const users = seenMessages(request).filter((message) => message.role === "user");
  const texts = users.flatMap((message) => blocksOf(message.content)).flatMap((block) => block.text ?? []);
  return texts.findLast((text) => !text.startsWith("<system-reminder>")) ?? "";
}

/** The results of the tools of the turn before, in order; empty in a turn that the user began. */
export function seenToolResults(request: RecordedRequest): readonly string[] {
  const last = seenMessages(request).findLast((message) => message.role === "user");
  const results = blocksOf(last?.content ?? []).filter((block) => block.type === "tool_result");
  return results.map((block) => textOf(block));
}

/** The one placeholder with this prefix in a text; throws where there is none or more than one. */
export function placeholderIn(text: string, prefix: string): string {
  const found = new Set(text.match(new RegExp(`(?<![\\w-])${prefix}-\\d{3,}(?!\\d)`, "g")));
  const [placeholder] = found;
  if (found.size !== 1 || placeholder === undefined) {
    throw new Error(
      `expected one ${prefix} placeholder, saw ${[...found].join(", ") || "none"} in: ${text.slice(0, 500)}`,
    );
  }
  return placeholder;
}

function textOf(block: AnthropicBlock): string {
  if (typeof block.content === "string") return block.content;
  const parts = (block.content ?? []) as readonly AnthropicBlock[];
  return parts.map((part) => part.text ?? "").join("");
}
