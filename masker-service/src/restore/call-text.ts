import type { JsonContainer, JsonString } from "../body/json-string.ts";

/** OpenAI's custom tools, and its own that run at the client: they take text, or commands one by one, and no JSON. */
const CALL = /^(?:custom_tool_call|(?:local_)?shell_call|apply_patch_call|computer_call)$/;
/** Events that bring such a text, in pieces or whole. */
const CALL_EVENT = /^response\.(?:custom_tool_call|(?:local_)?shell_call|apply_patch_call)_(?!output)\w+$/;

/** Whether a tool of the client will be called with a string that is no JSON. */
export function isCallText({ owner }: JsonString): boolean {
  for (let container = owner; container !== undefined; container = container.parent) {
    if (isCall(container)) return true;
  }
  return false;
}

/** @param base `response.custom_tool_call_input` of `response.custom_tool_call_input.delta` */
export function isCallEvent(base: string): boolean {
  return CALL_EVENT.test(base);
}

function isCall({ type = "", key, parent }: JsonContainer): boolean {
  if (key === "custom") return parent?.type === "custom";
  return CALL.test(type) || (type.endsWith(".done") && CALL_EVENT.test(type.slice(0, -".done".length)));
}
