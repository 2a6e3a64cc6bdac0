const LIMIT_MILLISECONDS = 5000;

/** What a GET was answered with. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** The answer to a GET, or null where nobody listens or nobody answers within 5 s. */
export async function tryGet(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer | null> {
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(LIMIT_MILLISECONDS) });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    if (error instanceof TypeError || (error instanceof DOMException && error.name === "TimeoutError")) return null;
    throw error;
  }
}
