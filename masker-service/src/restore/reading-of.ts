import { isJsonSource } from "../body/json-source.ts";
import type { JsonContainer, JsonString } from "../body/json-string.ts";
import type { Reading } from "./reader.ts";

const TOOL_USE = /(?:^|_)tool_use$/;

/** How a string of an answer is restored: by where it stands. */
export function readingOf(string: JsonString): Reading {
  if (isJsonSource(string)) return "json";
  for (let container = string.owner; container !== undefined; container = container.parent) {
    if (isToolInput(container)) return "value";
  }
  return "text";
}

/** `input` of Anthropic's tool blocks, `args` of Gemini's calls: JSON that is there as such. */
function isToolInput({ key, parent }: JsonContainer): boolean {
  if (key === "input") return TOOL_USE.test(parent?.type ?? "");
  return key === "args" && (parent?.key === "functionCall" || parent?.key === "function_call");
}
