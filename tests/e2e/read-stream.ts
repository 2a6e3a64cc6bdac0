/** What a client has got of a stream so far; grows while the answer comes in. */
export interface StreamInProgress {
  readonly status: number;
  /** The bytes so far, as text. */
  readonly text: () => string;
  /** Resolves when the stream ends, well or not; true where the connection was cut. */
  readonly wasCut: Promise<boolean>;
}

/** Posts a JSON body and reads the answer as it comes, without any client's retries between. */
export async function readStream(url: string, key: string, body: object): Promise<StreamInProgress> {
  const response = await fetch(url, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", "anthropic-version": "2023-06-01" },
    body: JSON.stringify(body),
  });
  let text = "";
  const read = async (): Promise<boolean> => {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
      return false;
    } catch (error) {
      if (error instanceof TypeError) return true;
      throw error;
    }
  };
  return { status: response.status, text: () => text, wasCut: read() };
}

/** The text deltas of an Anthropic stream, put together. */
export function anthropicText(stream: string): string {
  const lines = stream.split("\n").filter((line) => line.startsWith("data: ") && line.includes('"text_delta"'));
  return lines.map((line) => (JSON.parse(line.slice(6)) as { delta: { text: string } }).delta.text).join("");
}
