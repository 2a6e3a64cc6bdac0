/** What shape every value planted in a soak has, and no placeholder. */
const VALUE = /i-0[0-9a-f]{16}/;

/**
 * Which placeholder stood for which value, and all that went wrong. A marker in each prompt, which is no value, joins what was sent
 * with what the provider saw.
 */
export interface Ledger {
  /** A prompt is about to be sent: its marker, its team and the values in it, in order. */
  plan(marker: string, team: string, values: readonly string[]): void;
  /** The provider has seen a request. */
  see(raw: string): void;
  /** A client has read an answer that is not what it must be. */
  blame(what: string): void;
  /** Requests in which the provider saw a value. */
  readonly leaks: number;
  /** Values that had two placeholders, placeholders that had two values, wrong answers. */
  readonly wrong: readonly string[];
  /** Different values so far. */
  readonly values: number;
  /** Some of them, to look for elsewhere. */
  sample(count: number): readonly string[];
}

export function createLedger(): Ledger {
  const plans = new Map<string, { readonly team: string; readonly values: readonly string[] }>();
  const valueOf = new Map<string, string>();
  const placeholderOf = new Map<string, string>();
  const wrong: string[] = [];
  let leaks = 0;

  const join = (of: Map<string, string>, key: string, value: string): void => {
    const known = of.get(key);
    if (known === undefined) of.set(key, value);
    else if (known !== value) wrong.push(`${key} stands for two: ${known} and ${value}`);
  };
  return {
    plan: (marker, team, values) => void plans.set(marker, { team, values }),
    see(raw) {
      if (VALUE.test(raw)) leaks++;
      const [, marker = "", list = ""] = /(marker-\d+):((?: ec2-\d+)+)\./.exec(raw) ?? [];
      const plan = plans.get(marker);
      const placeholders = list.trim().split(" ");
      if (plan?.values.length !== placeholders.length) {
        wrong.push(`the provider saw another prompt than was sent: ${marker || raw.slice(0, 200)}`);
        return;
      }
      for (const [index, placeholder] of placeholders.entries()) {
        const value = `${plan.team} ${plan.values[index]}`;
        join(valueOf, `${plan.team} ${placeholder}`, value);
        join(placeholderOf, value, placeholder);
      }
    },
    blame: (what) => void wrong.push(what),
    get leaks() {
      return leaks;
    },
    wrong,
    get values() {
      return placeholderOf.size;
    },
    sample(count) {
      const all = [...placeholderOf.keys()].map((key) => key.split(" ")[1] ?? "");
      const step = Math.max(1, Math.floor(all.length / count));
      return all.filter((_, index) => index % step === 0);
    },
  };
}
