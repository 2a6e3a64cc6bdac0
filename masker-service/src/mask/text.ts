/** One string of a request, with where it stands as far as that matters for masking. */
export interface Text {
  readonly text: string;
  /** The property it is the value of: `{"Bucket": "x"}` gives `x` away. */
  readonly key?: string | undefined;
  /** The provider signed it: it is looked at, and not masked. */
  readonly isSigned?: boolean;
  /** The text as it stands in its body, escapes and all: what edits count in. The text itself if left out. */
  readonly source?: string;
  /** Whether `source` is a byte text with characters of several bytes: `Ã©` is then how `é` is written. */
  readonly isWide?: boolean;
  /** Makes a function from ascending offsets in `text` to offsets in `source`; needed if they differ. */
  createOffset?(): (offset: number) => number;
}
