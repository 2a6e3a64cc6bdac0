/** What a ticket carries from a request to its answer. */
export interface Ticket {
  readonly scope: string;
  /** Those present in the request: only they are restored in the answer. Order and doubles are not kept. */
  readonly placeholders: Iterable<string>;
  /** Small facts more, `{ api: "anthropic" }`. Names that a reader does not know are ignored. */
  readonly extra?: Readonly<Record<string, string | number | boolean>>;
}

export interface OpenedTicket extends Required<Ticket> {
  readonly placeholders: ReadonlySet<string>;
}
