const LIMIT_MILLISECONDS = 5000;

/** Why a GET gets no answer, as a code of the network or of TLS: ECONNREFUSED, ENOTFOUND, DEPTH_ZERO_SELF_SIGNED_CERT. */
export async function whyNoAnswer(url: string): Promise<string> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(LIMIT_MILLISECONDS) });
    return "at first";
  } catch (error) {
    const cause = error instanceof TypeError ? error.cause : undefined;
    if (cause instanceof Error) return "code" in cause ? String(cause.code) : cause.message;
    return `within ${LIMIT_MILLISECONDS / 1000} s`;
  }
}
