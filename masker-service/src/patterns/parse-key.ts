/** A key as a pattern writes it: `bucket-name`, `*bucket-name`, `aws_lb/name`. */
export interface Key {
  /** What the key must stand under, in lower case; see section.ts. */
  readonly section: string | undefined;
  /** Whether words may stand before it: `LogBucketName`, `my_bucket_name`. */
  readonly isTail: boolean;
  /** How texts spell it: bucket-name, bucket_name, BucketName (case is folded), bucket name, bucket.name. */
  readonly spellings: readonly string[];
}

export function parseKey(key: string): Key {
  const slash = key.lastIndexOf("/");
  const section = slash === -1 ? undefined : key.slice(0, slash).toLowerCase();
  const isTail = key.charAt(slash + 1) === "*";
  const words = key.slice(slash + (isTail ? 2 : 1)).split("-");
  return { section, isTail, spellings: [...new Set(["-", "_", "", " ", "."].map((joiner) => words.join(joiner)))] };
}
