/** Every code that the masker answers with. A closed list: clients may switch on it. */
export type MaskerErrorCode =
  | "bad_json"
  | "bad_request"
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "too_large"
  | "refused"
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
  too_large: 413,
  refused: 422,
  overloaded: 429,
  store_down: 503,
  bad_config: 500,
  bad_pattern: 500,
  internal: 500,
};

/**
 * The one error of the masker. `message` says place, what, and cure, and never holds a value that
 * was, or could have been, masked: it goes into logs and answers as it is.
 */
export class MaskerError extends Error {
  override readonly name = "MaskerError";
  readonly code: MaskerErrorCode;

  constructor(code: MaskerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** The HTTP status that goes with the code. */
  get status(): number {
    return STATUS[this.code];
  }
}
