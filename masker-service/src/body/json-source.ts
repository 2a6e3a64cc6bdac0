import type { JsonString } from "./json-string.ts";

const CALL_KEYS = ["function", "function_call", "functionCall"];
const CALL_TYPE =
  /^(?:function_call|mcp_call|mcp_approval_request|response\.(?:function_call|mcp_call)_arguments\.done)$/;

/**
 * Whether the API says that this string holds JSON: OpenAI's tool arguments. What it holds is then masked and restored
 * in the strings inside, so that an original with a quote is escaped as often as its depth demands.
 */
export function isJsonSource({ key, isKey, owner }: JsonString): boolean {
  if (key !== "arguments" || isKey || owner === undefined) return false;
  return CALL_KEYS.includes(owner.key ?? "") || CALL_TYPE.test(owner.type ?? "");
}
