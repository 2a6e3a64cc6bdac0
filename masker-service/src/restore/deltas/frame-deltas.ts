/** One piece of a text that a stream sends in pieces. */
export interface Delta {
  /** Where it stands in the frame's JSON, as `pathOf` writes it. */
  readonly path: string;
  /** The text that it is a piece of, named such that what belongs to one block has a common beginning: `0:text`. */
  readonly channel: string;
  /** `json` if the pieces together are JSON. */
  readonly reading: "text" | "json";
  /** Whether a tool will be called with it. */
  readonly isCall: boolean;
  /** Whether it is the text that the model answers with, which is JSON where the request wants that. */
  readonly isAnswer?: boolean;
}

/** What the table of an API says of one frame. All other strings in it are restored by themselves. */
export interface FrameDeltas {
  readonly deltas: readonly Delta[];
  /** Beginnings of the names of channels that get nothing after this frame; "" is all. */
  readonly ends: readonly string[];
  /** One more such beginning, if no channel has another: else the frame may speak of those. */
  readonly endsIfAlone?: string;
}

/** An object of unknown JSON, else an empty one: a provider's frame may lack anything. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The number that a frame gives, else `otherwise`: LiteLLM leaves some out where there is but one. */
export function numberOf(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
