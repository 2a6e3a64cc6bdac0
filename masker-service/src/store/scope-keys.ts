/** Pub/sub channel on which the scripts tell other workers what changed. */
export const CHANNEL = "masker:changes";

/** The Redis keys of one scope. They share one hash tag, so that a Cluster keeps them in one slot. */
export interface ScopeKeys {
  /** Hash: hash of a value → `prefix:number|sealed digest`. Never expires. */
  readonly hashes: string;
  /** Hash: prefix → highest number given. Never expires, survives deletion. */
  readonly counters: string;
  /** Sorted set: `prefix:number` of each learned name, by the version that added it. */
  readonly names: string;
  /** Where `hashes` goes while the scope is being deleted. */
  readonly deleted: string;
  /** Followed by `prefix:number`: a sealed original, with a sliding life. */
  readonly originals: string;
}

export function scopeKeys(tag: string): ScopeKeys {
  const stem = `masker:{${tag}}:`;
  return {
    hashes: `${stem}hashes`,
    counters: `${stem}counters`,
    names: `${stem}names`,
    deleted: `${stem}deleted`,
    originals: `${stem}original:`,
  };
}
