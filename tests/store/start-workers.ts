import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { AllotRequest } from "./allot-worker.ts";
import { KEY } from "./open-store.ts";

const WORKER = new URL("allot-worker.ts", import.meta.url);

export interface Workers {
  /** The requests of each worker, made at once; their answers. Rejects if a worker dies. */
  allot(requests: readonly (readonly AllotRequest[])[]): Promise<string[][][]>;
  kill(index: number): void;
  stop(): void;
}

/** `count` processes with a store each, as workers of a masker are. */
export async function startWorkers(
  count: number,
  url: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Workers> {
  const env = { ...process.env, ...environment };
  const processes = Array.from({ length: count }, () => fork(WORKER, [url, KEY], { env }));
  await Promise.all(processes.map((worker) => once(worker, "message")));
  return {
    allot: (requests) =>
      Promise.all(
        requests.map(async (own, index) => {
          const worker = processes[index];
          if (worker === undefined) throw new Error(`no worker ${index}`);
          return ask(worker, own);
        }),
      ),
    kill: (index) => void processes[index]?.kill("SIGKILL"),
    stop: () => {
      for (const worker of processes) worker.kill("SIGKILL");
    },
  };
}

async function ask(worker: ChildProcess, requests: readonly AllotRequest[]): Promise<string[][]> {
  const answered = once(worker, "message") as Promise<[string[][]]>;
  const died = once(worker, "exit").then(() => Promise.reject(new Error("the worker died")));
  worker.send(requests);
  const [answers] = await Promise.race([answered, died]);
  return answers;
}
