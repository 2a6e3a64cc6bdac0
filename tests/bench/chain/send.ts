import { Agent, request } from "node:http";

const agent = new Agent({ keepAlive: true, maxSockets: 4 });

export interface Sent {
  readonly status: number;
  readonly text: string;
  /** Milliseconds from the call to the last byte, and to the first. */
  readonly totalMs: number;
  readonly firstByteMs: number;
}

/** Posts JSON over a kept connection and times the answer. */
export async function send(url: string, key: string, body: string): Promise<Sent> {
  try {
    return await sendOnce(url, key, body);
  } catch (error) {
    // The server closed an idle connection just as it was taken up again.
    if (error instanceof Error && "code" in error && error.code === "ECONNRESET") return sendOnce(url, key, body);
    throw error;
  }
}

function sendOnce(url: string, key: string, body: string): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const headers = {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      "anthropic-version": "2023-06-01",
    };
    const outgoing = request(url, { method: "POST", agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      let firstByteMs = 0;
      response.on("data", (chunk: Buffer) => {
        if (chunks.length === 0) firstByteMs = performance.now() - startedAt;
        chunks.push(chunk);
      });
      response.on("end", () => {
        const totalMs = performance.now() - startedAt;
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString("utf8"),
          totalMs,
          firstByteMs,
        });
      });
      response.on("error", reject);
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
