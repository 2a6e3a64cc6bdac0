import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../e2e/chain/free-port.ts";
import { startMasker } from "../e2e/chain/start-masker.ts";
import type { Service } from "../e2e/chain/start-service.ts";

const MOST_TRIES = 20;
const GATHERED_MILLISECONDS = 5_000;
/** One for all, since they may share a Redis. */
const ENCRYPTION_KEY = randomBytes(32).toString("base64");

/** A masker of several processes behind one port. */
export interface RunningWorkers {
  /** The primary. */
  readonly service: Service;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What it has logged, a line each. */
  logged(): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Posts a client's body for masking; rejects unless something in it was masked. */
  mask<Body extends object>(scope: string, body: Body): Promise<{ readonly ticket: string; readonly body: Body }>;
  /** The values of a metric, by the worker's place. */
  metric(name: string): Promise<ReadonlyMap<string, number>>;
}

/** Starts it on a free port with its log in `directory`. */
export async function startWorkers(
  count: number,
  redisUrl: string,
  directory: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningWorkers> {
  const [port, apiKey] = [await freePort(), randomBytes(32).toString("base64url")];
  const env = { MASKER_WORKERS: String(count), ...environment };
  const service = await startMasker({ directory, port, apiKey, encryptionKey: ENCRYPTION_KEY, redisUrl, env });
  const url = `http://127.0.0.1:${port}`;
  const headers = { authorization: `Bearer ${apiKey}`, "x-masker-api": "anthropic" };
  return {
    service,
    url,
    headers,
    async logged() {
      const text = await readFile(path.join(directory, "masker.log"), "utf8");
      const lines = text.split("\n").filter((line) => line.startsWith("{"));
      return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    },
    async mask<Body extends object>(scope: string, body: Body) {
      const post = () =>
        fetch(`${url}/guardrail/request`, {
          method: "POST",
          headers: { ...headers, "x-masker-scope": scope },
          body: JSON.stringify(body),
        });
      let answer = await post();
      // As clients do: on a busy machine Redis may answer too late.
      for (let tries = 1; answer.status === 503 && tries < MOST_TRIES; tries++) {
        await sleep(100);
        answer = await post();
      }
      if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as { ticket: string; body: Body };
    },
    async metric(name) {
      // node:cluster never serves a connection that it hands to a worker which has just been killed.
      const signal = AbortSignal.timeout(GATHERED_MILLISECONDS);
      const text = await (await fetch(`${url}/metrics`, { headers, signal })).text();
      const values = new Map<string, number>();
      for (const [, labels = "", value] of text.matchAll(new RegExp(`^${name}\\{(.*)\\} (\\S+)$`, "gm"))) {
        const place = /worker="(\d+)"/.exec(labels)?.[1] ?? "none";
        values.set(place, (values.get(place) ?? 0) + Number(value));
      }
      return values;
    },
  };
}
