import { z } from "zod";
import { MaskerError } from "../errors.ts";
import { STRENGTHS, type Policy } from "./policy.ts";

const CURE = "the gateway's administrator corrects it in LiteLLM, see docs/patterns.md";

const oneOf = <Values extends readonly string[]>(values: Values) => z.enum(values, `must be ${values.join(" or ")}`);

/** `metadata.masker` of a team or a key; null and an absent one say nothing. */
const statedSchema = z
  .strictObject({
    profile: oneOf(STRENGTHS.profile),
    audit: z.boolean("must be true or false"),
    images: oneOf(STRENGTHS.images),
    guard: oneOf(STRENGTHS.guard),
  })
  .partial();

/** What LiteLLM's metadata says of one authenticated request. */
export interface GivenPolicy {
  /** Absent where the key belongs to no team. */
  readonly team?: Partial<Policy>;
  readonly key: Partial<Policy>;
}

/**
 * Reads `{"team": …, "key": …}`, the `metadata.masker` of both; without `team` the key has none.
 *
 * @throws MaskerError `blocked` for what is not understood: it may have been meant to be strict
 */
export function readGivenPolicy(json: string): GivenPolicy {
  const given = parseObject(json);
  const key = readStated("key", given["key"]);
  return "team" in given ? { team: readStated("team", given["team"]), key } : { key };
}

function parseObject(json: string): Record<string, unknown> {
  try {
    const given: unknown = JSON.parse(json);
    if (typeof given === "object" && given !== null && !Array.isArray(given)) return { ...given };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new MaskerError("bad_request", 'x-masker-policy: not a JSON object; send {"team": {…}, "key": {…}}');
}

function readStated(owner: "team" | "key", stated: unknown): Partial<Policy> {
  const parsed = statedSchema.nullish().safeParse(stated);
  if (parsed.success) return withoutUndefined(parsed.data ?? {});
  const wrong = parsed.error.issues.map(describe);
  throw new MaskerError("blocked", `policy of the ${owner} (metadata.masker): ${wrong.join("; ")}; ${CURE}`);
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return `${issue.keys.join(", ")}: there is no such field`;
  return issue.path.length === 0 ? "must be an object" : `${issue.path.join(".")} ${issue.message}`;
}

function withoutUndefined(stated: { [Field in keyof Policy]?: Policy[Field] | undefined }): Partial<Policy> {
  return Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined));
}
