const LIMIT_MILLISECONDS = 5000;

/** What a GET was answered with. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

type Headers = Readonly<Record<string, string>>;

/** The answer to a GET, or null where nobody listens or nobody answers within 5 s. */
export async function tryGet(url: string, headers: Headers = {}): Promise<Answer | null> {
  const answer = await getOrReason(url, headers);
  return typeof answer === "string" ? null : answer;
}

/** The same, or why there is none, as a code of the network or of TLS: ECONNREFUSED, ENOTFOUND, DEPTH_ZERO_SELF_SIGNED_CERT. */
export async function getOrReason(url: string, headers: Headers = {}): Promise<Answer | string> {
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(LIMIT_MILLISECONDS) });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    if (error instanceof DOMException && error.name === "TimeoutError") return `within ${LIMIT_MILLISECONDS / 1000} s`;
    if (!(error instanceof TypeError)) throw error;
    const { cause } = error;
    if (!(cause instanceof Error)) return error.message;
    return "code" in cause ? String(cause.code) : cause.message;
  }
}
