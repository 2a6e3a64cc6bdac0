import type { Policy } from "../policy/policy.ts";
import { openTicket } from "../ticket/open-ticket.ts";
import type { Parts } from "./parts.ts";

export interface OpenAnswer {
  readonly scope: string;
  readonly guard: Policy["guard"];
  /** Whether the request wants JSON for an answer. */
  readonly isJson: boolean;
  /** Placeholder → original, of the request alone. */
  readonly originals: ReadonlyMap<string, string>;
}

/** What restoring an answer takes: all that it may need is fetched before it begins. */
export async function openAnswer({ ticketKeys, store }: Parts, ticket: string): Promise<OpenAnswer> {
  const { scope, placeholders, extra } = openTicket(ticketKeys, ticket, Date.now());
  const guard = extra["guard"] === "block" ? "block" : "warn";
  return { scope, guard, isJson: extra["json"] === true, originals: await store.reveal(scope, placeholders) };
}
