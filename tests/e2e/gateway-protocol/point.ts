import type { Observation } from "./observation.ts";

/** `met`: as the contract asks. `masked`: met but for what is masked. `consumed`: the contract lets the gateway keep it.
 * `differs`: something degrades. `absent`: optional, and not here. */
export type Verdict = "met" | "masked" | "consumed" | "differs" | "absent";

export interface Point {
  readonly part: string;
  readonly asks: string;
  readonly verdict: Verdict;
  readonly here: string;
  /** Whether a run showed what `verdict` and `here` say. */
  holds(seen: Observation): boolean;
}
