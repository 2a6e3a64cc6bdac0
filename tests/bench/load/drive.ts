import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const RETRYABLE = new Set([429, 503, 529]);
const RETRY_MILLISECONDS = 100;

/** One request to send, and what to check of its answer: throws where it is wrong. */
export interface Job {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  check(text: string): void;
}

export interface Driven {
  /** Those that were answered. */
  readonly requests: number;
  /** Those that were told to come again: a Redis or a masker that is too busy. */
  readonly refused: number;
  readonly perSecond: number;
  /** Milliseconds of each request, sorted. */
  readonly milliseconds: readonly number[];
}

/**
 * So many clients, each with a connection of its own that it keeps and one request at a time, for so long. Ends with an error where
 * an answer is neither right nor an invitation to come again.
 */
export async function drive(clients: number, seconds: number, nextJob: (client: number) => Job): Promise<Driven> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const milliseconds: number[] = [];
  let refused = 0;
  const begun = performance.now();
  const end = begun + seconds * 1000;
  const work = async (client: number): Promise<void> => {
    while (performance.now() < end) {
      const job = nextJob(client);
      const sentAt = performance.now();
      const { status, text } = await post(agent, job);
      if (RETRYABLE.has(status)) {
        refused++;
        await sleep(RETRY_MILLISECONDS);
        continue;
      }
      milliseconds.push(performance.now() - sentAt);
      if (status !== 200) throw new Error(`answered ${status}: ${text.slice(0, 300)}`);
      job.check(text);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => work(client)));
  const took = (performance.now() - begun) / 1000;
  agent.destroy();
  return {
    requests: milliseconds.length,
    refused,
    perSecond: milliseconds.length / took,
    milliseconds: milliseconds.toSorted((left, right) => left - right),
  };
}

/** The value that so much of a sorted sample is below. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function post(agent: Agent, { url, headers, body }: Job): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", agent, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }));
      answer.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
