import { isJsonSource } from "../body/json-source.ts";
import type { JsonContainer, JsonString } from "../body/json-string.ts";
import type { Reading } from "./reader.ts";

const CALLS = ["functionCall", "function_call", "toolCall", "tool_call"];
const TOOL_USE = /(?:^|_)tool_use$/;

/** Tells how a string of an answer is restored, by where it stands. Each container is looked at once, however deep. */
export function createReadingOf(): (string: JsonString) => Reading {
  const known = new Map<JsonContainer, boolean>();

  function isInToolInput(innermost: JsonContainer | undefined): boolean {
    const unknown: JsonContainer[] = [];
    let container = innermost;
    while (container !== undefined && !known.has(container) && !isToolInput(container)) {
      unknown.push(container);
      container = container.parent;
    }
    const isInside = container !== undefined && (known.get(container) ?? true);
    for (const each of unknown) known.set(each, isInside);
    return isInside;
  }

  return (string) => {
    if (isJsonSource(string)) return "json";
    return isInToolInput(string.owner) ? "value" : "text";
  };
}

/** `input` of Anthropic's tool blocks, `args` of Gemini's calls: JSON that is there as such. */
function isToolInput({ key, parent }: JsonContainer): boolean {
  if (key === "input") return TOOL_USE.test(parent?.type ?? "");
  return key === "args" && CALLS.includes(parent?.key ?? "");
}
