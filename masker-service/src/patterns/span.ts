/** What the scanner found in one text. Offsets are UTF-16 code units; spans are disjoint and sorted. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** The pattern's kind, `ec2-instance`: a metric label and the name in the docs. */
  readonly kind: string;
  /** The placeholder's prefix, `ec2` in `ec2-001`. Two kinds may share one. */
  readonly prefix: string;
}

/** A value without a shape (a bucket's name, an account id) that its context gave away. */
export interface Name {
  readonly kind: string;
  readonly prefix: string;
  readonly value: string;
}

/** A scan of one text: where to mask, and which names to look for in all other texts. */
export interface Scan {
  readonly spans: readonly Span[];
  readonly names: readonly Name[];
}
