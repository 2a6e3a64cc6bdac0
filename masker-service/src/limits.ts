/** What one worker takes on. Above it requests are refused by name, never cut or let through. */
export interface Limits {
  /** Requests masked or restored at once, and how many more may wait for their turn. */
  readonly atOnce: number;
  readonly waiting: number;
  readonly streams: number;
  /** Requests a minute of one key, or through LiteLLM of one scope, over all workers; 0 is no limit. */
  readonly perMinute: number;
  /** How long a body may take to arrive. */
  readonly bodySeconds: number;
  /** Of one body. */
  readonly strings: number;
  readonly depth: number;
  readonly matches: number;
}

/** Settings as the environment names them. */
type LimitSettings = Readonly<
  Record<
    | "MASKER_MAX_CONCURRENT"
    | "MASKER_MAX_QUEUE"
    | "MASKER_MAX_STREAMS"
    | "MASKER_RATE_PER_MINUTE"
    | "MASKER_BODY_TIMEOUT_SECONDS"
    | "MASKER_MAX_STRINGS"
    | "MASKER_MAX_DEPTH"
    | "MASKER_MAX_MATCHES",
    number
  >
>;

export function limitsOf(settings: LimitSettings): Limits {
  return {
    atOnce: settings.MASKER_MAX_CONCURRENT,
    waiting: settings.MASKER_MAX_QUEUE,
    streams: settings.MASKER_MAX_STREAMS,
    perMinute: settings.MASKER_RATE_PER_MINUTE,
    bodySeconds: settings.MASKER_BODY_TIMEOUT_SECONDS,
    strings: settings.MASKER_MAX_STRINGS,
    depth: settings.MASKER_MAX_DEPTH,
    matches: settings.MASKER_MAX_MATCHES,
  };
}
