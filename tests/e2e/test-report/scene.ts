/** One scenario from its three sides, and what it cost. */
export interface Scene {
  readonly title: string;
  readonly typed: string;
  readonly seen: string;
  readonly read: string;
  /** The whole scenario, and of it the masker's work on requests and whole answers. Milliseconds. */
  readonly took: number;
  readonly masking: number;
}

/** One kind of identifier on its way through the chain. */
export interface KindRow {
  readonly kind: string;
  readonly typed: string;
  readonly seen: string;
  readonly read: string;
}
