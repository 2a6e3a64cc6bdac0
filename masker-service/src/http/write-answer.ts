import { asksForThinking } from "../body/thoughts.ts";
import { asksForJson } from "../body/asks-for-json.ts";
import { spliceToBytes } from "../body/splice-strings.ts";
import type { MaskedBody } from "../mask/mask-body.ts";
import type { Policy } from "../policy/policy.ts";
import { sealTicket } from "../ticket/seal-ticket.ts";

/**
 * The answer of /guardrail/request, ticket and body; undefined where nothing was found and nothing has to be restored.
 *
 * @param json the body that was masked, as a byte text
 */
export function writeAnswer(
  ticketKey: Buffer,
  { scope, guard }: { readonly scope: string; readonly guard: Policy["guard"] },
  json: string,
  { changes, placeholders }: MaskedBody,
): Buffer<ArrayBuffer> | undefined {
  // A guard that blocks reads every answer, also to a request in which nothing was found, and what a model thinks is noted.
  if (changes.length === 0 && guard === "warn" && !asksForThinking(json)) return undefined;
  const extra = { guard, json: asksForJson(json) };
  const ticket = sealTicket(ticketKey, { scope, placeholders, extra }, Date.now());
  // Assembled as text: parsing the body to serialise it again would change it.
  return spliceToBytes(json, changes, `{"ticket":${JSON.stringify(ticket)},"body":`, "}");
}
