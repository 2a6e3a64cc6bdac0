import type { Parts } from "./parts.ts";

interface Masked {
  /** How often each kind was masked. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Names learned. */
  readonly learned: number;
  /** Of what was masked. */
  readonly bytes: number;
}

/** The one line of the log about a masked request, and its metrics. `begun` is what performance.now() said when it came. */
export function noteMasked(
  { metrics, log }: Parts,
  event: Readonly<Record<string, unknown>>,
  begun: number,
  { kinds, learned, bytes }: Masked,
): void {
  for (const [kind, count] of Object.entries(kinds)) metrics.found.inc({ kind }, count);
  metrics.learned.inc(learned);
  const milliseconds = Math.round((performance.now() - begun) * 1000) / 1000;
  log.info("masked", { ...event, event: "masked", kinds, learned, bytes, milliseconds });
}
