/** A key as a pattern writes it: `bucket-name`, `*bucket-name`, `*TableName`, `--table-name`, `aws_lb/name`. */
export interface Key {
  /** What the key must stand under, in lower case; see section.ts. */
  readonly section: string | undefined;
  /** Whether words may stand before it: `LogBucketName`, `my_bucket_name`. */
  readonly isTail: boolean;
  /** Whether it counts only as an option of a command: `--table-name`. */
  readonly isOption: boolean;
  /** Whether case counts, as it does for a key written with capitals: `TableName` is AWS's, `tableName` anybody's. */
  readonly isExact: boolean;
  /** How texts spell it: bucket-name, bucket_name, BucketName (case is folded), bucket name, bucket.name. */
  readonly spellings: readonly string[];
}

export function parseKey(key: string): Key {
  const [, section, tail = "", option = "", name = ""] = /^(?:(.*)\/)?(\*?)(-{0,2})([^/]*)$/.exec(key) ?? [];
  const isExact = /[A-Z]/.test(name);
  const words = name.split("-");
  const joiners = option === "--" ? ["-"] : ["-", "_", "", " ", "."];
  return {
    section: section?.toLowerCase(),
    isTail: tail === "*",
    isOption: option === "--",
    isExact,
    spellings: isExact ? [name] : [...new Set(joiners.map((joiner) => words.join(joiner)))],
  };
}
