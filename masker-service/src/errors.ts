/** Every code that the masker answers with. A closed list: clients may switch on it. */
export type MaskerErrorCode =
  | "bad_json"
  | "bad_request"
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "too_slow"
  | "too_large"
  | "refused"
  | "blocked"
  | "rate_limited"
  | "overloaded"
  | "store_down"
  | "bad_config"
  | "bad_pattern"
  | "internal";

const STATUS: Record<MaskerErrorCode, number> = {
  bad_json: 400,
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  too_slow: 408,
  too_large: 413,
  refused: 422,
  blocked: 422,
  rate_limited: 429,
  overloaded: 503,
  store_down: 503,
  bad_config: 500,
  bad_pattern: 500,
  internal: 500,
};

export const ERROR_CODES = Object.keys(STATUS) as [MaskerErrorCode, ...MaskerErrorCode[]];

/**
 * The one error of the masker. `message` says place, what, and cure, and never holds a value that
 * was, or could have been, masked: it goes into logs and answers as it is.
 */
export class MaskerError extends Error {
  override readonly name = "MaskerError";
  readonly code: MaskerErrorCode;
  /** When it may be tried again: of a code whose status says that it may. */
  readonly retryAfterSeconds: number;

  constructor(code: MaskerErrorCode, message: string, options: ErrorOptions & { retryAfterSeconds?: number } = {}) {
    super(message, options);
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds ?? 1;
  }

  /** The HTTP status that goes with the code. */
  get status(): number {
    return STATUS[this.code];
  }
}
