import { createRandom } from "../chain/random.ts";

const TEXTS = 10;
const TEXT_BYTES = 5_000;
const VALUES_PER_TEXT = 20;
const FILLER =
  "the deploy of service checkout failed with status 503 after 12 retries in eu-west-1, see step 7 of the run book; ";

/** What one client says again and again: 50 KB in ten texts with twenty values each, the last of which may be new. */
export interface Conversation {
  /** The body of a turn. `turn` undefined: nothing in it is new. */
  body(turn?: number): string;
  /** The values that are new in that turn. */
  newValues(turn: number): readonly string[];
}

/** Conversations with different seeds share no value. */
export function makeConversation(seed: number): Conversation {
  const known = Array.from({ length: TEXTS }, (_, index) => makeText(valuesOf(`${seed}/${index}`)));
  return {
    body(turn) {
      const texts = turn === undefined ? known : [...known.slice(0, -1), makeText(valuesOf(`${seed}/turn ${turn}`))];
      const messages = texts.map((content, index) => ({ role: index % 2 === 0 ? "user" : "assistant", content }));
      return JSON.stringify({ model: "claude-opus-5-5", max_tokens: 1000, messages });
    },
    newValues: (turn) => valuesOf(`${seed}/turn ${turn}`),
  };
}

function valuesOf(name: string): readonly string[] {
  const random = createRandom(Buffer.from(name).reduce((sum, byte) => (sum * 31 + byte) | 0, 7));
  const hex = () =>
    Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, "0");
  return Array.from({ length: VALUES_PER_TEXT }, () => `i-0${hex()}${hex()}`);
}

function makeText(values: readonly string[]): string {
  const share = Math.floor(TEXT_BYTES / values.length);
  return values.map((value) => `${value} ${FILLER.repeat(3)}`.slice(0, share)).join("\n");
}
