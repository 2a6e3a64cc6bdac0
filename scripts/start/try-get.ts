const LIMIT_MILLISECONDS = 5000;

/** What was answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

type Sent = Readonly<Record<string, string>>;

/** The answer to a GET, or null where nobody listens or nobody answers within 5 s. */
export async function tryGet(url: string, headers: Sent = {}): Promise<Answer | null> {
  const answer = await getOrReason(url, headers);
  return typeof answer === "string" ? null : answer;
}

/** The answer to a POST, likewise. */
export async function tryPost(url: string, headers: Sent, body: string): Promise<Answer | null> {
  const answer = await askOrReason(url, { method: "POST", headers, body });
  return typeof answer === "string" ? null : answer;
}

/** The answer to a GET, or why there is none, as a code of the network or of TLS: ECONNREFUSED, ENOTFOUND, DEPTH_ZERO_SELF_SIGNED_CERT. */
export function getOrReason(url: string, headers: Sent = {}): Promise<Answer | string> {
  return askOrReason(url, { headers });
}

async function askOrReason(url: string, init: RequestInit): Promise<Answer | string> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(LIMIT_MILLISECONDS) });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (error) {
    if (error instanceof DOMException && error.name === "TimeoutError") return `within ${LIMIT_MILLISECONDS / 1000} s`;
    if (!(error instanceof TypeError)) throw error;
    const { cause } = error;
    if (!(cause instanceof Error)) return error.message;
    return "code" in cause ? String(cause.code) : cause.message;
  }
}
