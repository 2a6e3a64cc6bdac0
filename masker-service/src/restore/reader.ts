/** What a text is, and so how an original is written into it. */
export type Reading =
  /** For people: originals as they are. */
  | "text"
  /** JSON, says the API: originals are escaped in its strings. */
  | "json"
  /** A value inside such JSON: text, unless it turns out to hold JSON again. */
  | "value";

/** `start` to `end` of the text as fed, counted from its beginning, becomes `text`. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Whether `text` is an original as it is, not yet escaped for any JSON around it. */
  readonly isOriginal: boolean;
}

export interface Progress {
  /** Newly decided, ascending. */
  readonly replacements: readonly Replacement[];
  /** Up to here all is decided: what is not replaced stays. */
  readonly safe: number;
}

/**
 * Restores one text that comes in pieces. What it answers depends on the text alone, not on where it is cut: a whole
 * answer is fed as one piece to the same readers, and that is what makes streaming equal whole.
 */
export interface Reader {
  readonly feed: (piece: string) => Progress;
  /** Decides what is left as if the text ended here. It may go on all the same. */
  readonly flush: () => Progress;
}
