import { Worker } from "node:worker_threads";
import { MaskerError } from "../errors.ts";
import type { HeavyJob, HeavyResult, MaskHeavy } from "../http/heavy.ts";
import type { Allotment } from "../mask/mask-texts.ts";
import type { FromThread, ThreadSettings, ToThread } from "./message.ts";
import { packError, unpackError } from "./thread-error.ts";

/** A thread that has had nothing to do for so long gives its memory back. */
const IDLE_MILLISECONDS = 60_000;
const OLD_GENERATION_MEGABYTES = 384;
const THREAD = new URL("./thread.ts", import.meta.url);

export interface HeavyPool {
  readonly mask: MaskHeavy;
  /** To be called when the patterns have changed: threads with the old ones get no more jobs. */
  readonly renew: () => void;
  readonly close: () => void;
}

interface Thread {
  readonly generation: number;
  /** Whether it has ended, which a thread may also do by itself: it would take a job and never answer. */
  hasEnded(): boolean;
  run(job: HeavyJob): Promise<HeavyResult>;
  end(): void;
}

/**
 * Threads that mask large bodies, one each, started when they are needed. As many as ask at once: whoever asks sees to it
 * that they are few.
 *
 * @param version of the patterns that the main thread has; a thread that has read others is not used
 */
export function createHeavyPool(settings: ThreadSettings, store: Allotment, version: () => string): HeavyPool {
  const idle: { readonly thread: Thread; readonly timer: NodeJS.Timeout }[] = [];
  let generation = 0;

  const take = (): Thread | undefined => {
    let free = idle.pop();
    for (; free?.thread.hasEnded() === true; free = idle.pop()) clearTimeout(free.timer);
    clearTimeout(free?.timer);
    return free?.thread;
  };
  const giveBack = (thread: Thread): void => {
    if (thread.generation !== generation) {
      thread.end();
      return;
    }
    const timer = setTimeout(() => {
      idle.splice(
        idle.findIndex((one) => one.thread === thread),
        1,
      );
      thread.end();
    }, IDLE_MILLISECONDS);
    timer.unref();
    idle.push({ thread, timer });
  };
  const renew = (): void => {
    generation++;
    for (let thread = take(); thread !== undefined; thread = take()) thread.end();
  };

  return {
    mask: async (job) => {
      const thread = take() ?? (await startThread(settings, store, generation, version()));
      if (thread === undefined) return undefined;
      const result = await thread.run(job);
      giveBack(thread);
      return result;
    },
    renew,
    close: renew,
  };
}

/** Resolves to undefined if the thread cannot read the patterns, or has read others than wanted. */
async function startThread(
  settings: ThreadSettings,
  store: Allotment,
  generation: number,
  version: string,
): Promise<Thread | undefined> {
  const worker = new Worker(THREAD, {
    workerData: settings,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: OLD_GENERATION_MEGABYTES },
  });
  worker.unref();
  const ready = Promise.withResolvers<string | undefined>();
  let job: PromiseWithResolvers<HeavyResult> | undefined;
  const send = (message: ToThread, transfer: ArrayBuffer[] = []): void => worker.postMessage(message, transfer);
  const fail = (error: unknown): void => {
    ready.resolve(undefined);
    job?.reject(isOutOfMemory(error) ? tooMuchMemory() : error);
  };
  worker.on("message", (message: FromThread) => {
    if (message.type === "ready") ready.resolve(message.version);
    else if (message.type === "done") job?.resolve(message.result);
    else if (message.type === "failed") job?.reject(unpackError(message.error));
    else {
      answer(store, message).then(send, (error: unknown) => send({ type: "refusal", error: packError(error) }));
    }
  });
  worker.on("error", fail);
  let hasEnded = false;
  worker.on("exit", () => {
    hasEnded = true;
    fail(new Error("the thread has ended"));
  });
  const end = (): void => void worker.terminate();
  if ((await ready.promise) !== version) {
    end();
    return undefined;
  }
  return {
    generation,
    hasEnded: () => hasEnded,
    run: async (next) => {
      job = Promise.withResolvers();
      send({ type: "job", job: next }, [next.bytes.buffer]);
      try {
        return await job.promise;
      } catch (error) {
        // What a failed job has left behind is not worth a look.
        end();
        throw error;
      }
    },
    end,
  };
}

async function answer(
  store: Allotment,
  question: Extract<FromThread, { type: "names" | "allot" | "thoughts" }>,
): Promise<ToThread> {
  if (question.type === "allot") {
    return { type: "answer", answer: await store.allot(question.scope, question.wanted) };
  }
  if (question.type === "thoughts") return { type: "answer", answer: await store.knowsThoughts(question.digests) };
  const names = await store.names(question.scope);
  return { type: "answer", answer: names.version === question.version ? null : names };
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}

function tooMuchMemory(): MaskerError {
  return new MaskerError("too_large", "body: masking it takes more memory than there is for one request; send less");
}
