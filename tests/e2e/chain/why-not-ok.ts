/** What a GET of the URL answers instead of a 2xx; undefined where it answers well. */
export async function whyNotOk(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url);
    const text = await response.text();
    return response.ok ? undefined : `${url} answers ${response.status}: ${text}`;
  } catch (error) {
    if (error instanceof TypeError) return `${url} does not answer`;
    throw error;
  }
}
