import { z } from "zod";

const name = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "must be lower-case words joined by -");
const words = z.array(z.string().min(1)).min(1);

const patternSchema = z
  .strictObject({
    /** The name in metrics and docs, `ec2-instance`. */
    kind: name,
    /** `ec2` of the placeholder `ec2-001`. */
    prefix: z.string().regex(/^[a-z][a-z0-9]{1,14}$/, "must be 2 to 15 lower-case letters and digits"),
    /** The kind that owns the prefix, where this one joins it on purpose. */
    shares: name.optional(),
    description: z.string().min(1),
    /** Where the form is documented. */
    source: z.string().min(1),
    default: z.enum(["on", "off"]).default("on"),
    /** Of two finds of the same length over the same characters the one with more priority counts. */
    priority: z.int().min(0).max(100).default(50),
    /** The value. With capturing groups, the groups are what is masked; a named group is of the kind it names (`_` for `-`). */
    regex: z.string().min(1),
    /** Literal parts of the value, in any case, at one of which the regex is tried. */
    anchors: words.optional(),
    /** Characters, as in a regex class, that the value may have before its anchor: the match starts where their run does. */
    back: z.string().min(1).optional(),
    /** What may not stand before the value: strict refuses letters, digits, - and _; loose letters and digits; none nothing (nor does it look at what follows). */
    boundary: z.enum(["strict", "loose", "none"]).default("strict"),
    /** Names of options, keys and columns whose value this is, in kebab-case; `*` in front stands for any words before. */
    keys: words.optional(),
    /** Longer keys, in the same form, that lead to something else. */
    exceptKeys: words.optional(),
    /** Where the value stands in an ARN: `iam:role/**{}`. */
    arn: words.optional(),
    /** Whether more values like the last group's may follow it, each in the next cell or on the next line, as `--output text` prints them. */
    list: z.boolean().default(false),
    /** Whether the value is remembered and masked wherever else it stands as a whole word. */
    learn: z.boolean().default(false),
    /** The name of a check in validators.ts that the value must also pass. */
    validator: z.string().min(1).optional(),
    /** Values that are public; `*` at the end stands for any characters. */
    never: words.optional(),
    /** Texts in which exactly what stands between « and » is found. */
    positives: words,
    negatives: z.array(z.strictObject({ text: z.string().min(1), why: z.string().min(1) })).min(1),
  })
  .refine((entry) => entry.anchors ?? entry.keys ?? entry.arn, "needs anchors, keys or arn: something to look for")
  .refine((entry) => entry.positives.every(isMarked), "marks no extent with « and » in a positive")
  .refine((entry) => entry.prefix !== "lit", "prefix lit is reserved for look-alikes");

export const patternFileSchema = z.strictObject({
  /** The family; can be turned on and off as a whole. */
  group: name,
  /** Whether the profile `secrets` has this family. */
  secrets: z.boolean().default(false),
  patterns: z.array(patternSchema).min(1),
});

/** One entry of a pattern file, with the group of its file. */
export interface Pattern extends z.output<typeof patternSchema> {
  readonly group: string;
  readonly secrets: boolean;
}

function isMarked(positive: string): boolean {
  return /«[^«»]+»/.test(positive);
}
