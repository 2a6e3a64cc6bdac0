import { MaskerError } from "../errors.ts";

/** Longer than that nobody waits: who is told so tries another masker, or later, before LiteLLM's side gives up without knowing why. */
const LONGEST_WAIT_MILLISECONDS = 4000;

export interface LaneOptions {
  /** Stands in metrics. */
  readonly name: string;
  /** How many have their turn at once, and how many may wait for it. */
  readonly most: number;
  readonly mostWaiting: number;
  /** Told whenever one of the two numbers has changed. */
  readonly onChange: (lane: string, working: number, waiting: number) => void;
}

export interface Lane {
  /**
   * Resolves when it is the caller's turn, to what ends it, which may be called twice.
   *
   * @throws MaskerError `overloaded` when too many wait, or the turn has not come in time
   */
  enter(): Promise<() => void>;
}

/** Lets requests through a few at a time, in the order in which they came. */
export function createLane({ name, most, mostWaiting, onChange }: LaneOptions): Lane {
  const queue: { readonly admit: () => void }[] = [];
  let working = 0;
  const changed = (): void => onChange(name, working, queue.length);

  const begin = (): (() => void) => {
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      const next = queue.shift();
      // A turn that is handed on stays counted.
      if (next === undefined) working--;
      else next.admit();
      changed();
    };
  };

  return {
    enter: async () => {
      if (working < most) {
        working++;
        changed();
        return begin();
      }
      if (queue.length >= mostWaiting) throw overloaded(name, `${working} at work and ${queue.length} waiting`);
      const turn = Promise.withResolvers<() => void>();
      const waiting = { admit: () => turn.resolve(begin()) };
      queue.push(waiting);
      changed();
      const timer = setTimeout(() => {
        const place = queue.indexOf(waiting);
        if (place === -1) return;
        queue.splice(place, 1);
        changed();
        turn.reject(overloaded(name, `no turn came within ${LONGEST_WAIT_MILLISECONDS / 1000} s`));
      }, LONGEST_WAIT_MILLISECONDS);
      return turn.promise.finally(() => clearTimeout(timer));
    },
  };
}

function overloaded(lane: string, what: string): MaskerError {
  return new MaskerError(
    "overloaded",
    `masker: it is busy (${lane} requests: ${what}); try again in a moment, or run more maskers`,
    { retryAfterSeconds: 2 },
  );
}
