import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import type { MediaKind } from "../body/count-media.ts";
import { buildEngine } from "../build-engine.ts";
import { countKinds } from "../http/count-kinds.ts";
import type { HeavyJob, HeavyResult } from "../http/heavy.ts";
import { toByteText } from "../http/read-byte-text.ts";
import { writeAnswer } from "../http/write-answer.ts";
import { maskBody } from "../mask/mask-body.ts";
import type { Allotment } from "../mask/mask-texts.ts";
import { createThrowaway } from "../mask/throwaway.ts";
import { loadPatterns } from "../patterns/load.ts";
import type { FromThread, ThreadSettings, ToThread } from "./message.ts";
import { createRemoteStore } from "./remote-store.ts";
import { packError, unpackError } from "./thread-error.ts";

/** Ends a job in which the policy blocks what was found. */
class BlockedMedia extends Error {}

if (parentPort !== null) await serveJobs(parentPort, workerData as ThreadSettings);

/** A thread of the pool: has patterns of its own, asks the main thread for what the store knows, masks one body at a time. */
async function serveJobs(port: MessagePort, settings: ThreadSettings): Promise<void> {
  const { maskTextsOf, patterns } = buildEngine(await loadPatterns(settings.patterns), settings.limits.matches);
  const ticketKey = Buffer.from(settings.ticketKey);
  let asked: PromiseWithResolvers<unknown> | undefined;
  const tell = (message: FromThread, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
  const store = createRemoteStore((question) => {
    asked = Promise.withResolvers();
    tell(question);
    return asked.promise;
  });

  const work = async (job: HeavyJob): Promise<HeavyResult> => {
    const json = toByteText(Buffer.from(job.bytes.buffer, job.bytes.byteOffset, job.bytes.byteLength));
    let media: Partial<Record<MediaKind, number>> = {};
    const onMedia = (found: typeof media): void => {
      media = found;
      if (job.policy.images === "block" && Object.keys(found).length > 0) throw new BlockedMedia();
    };
    const allotment: Allotment = job.isThrowaway ? createThrowaway(store) : store;
    const checks = { isBytes: true, limits: settings.limits, onMedia };
    try {
      const masked = await maskBody(maskTextsOf(job.policy.profile), job.scope, json, allotment, checks);
      const { learned } = masked;
      const aim = { scope: job.scope, guard: job.policy.guard };
      return {
        media,
        kinds: countKinds(masked),
        learned,
        answer: ownMemory(writeAnswer(ticketKey, aim, json, masked)),
      };
    } catch (error) {
      if (error instanceof BlockedMedia) return { media, kinds: {}, learned: 0, answer: undefined };
      throw error;
    }
  };

  port.on("message", (message: ToThread) => {
    if (message.type === "answer") asked?.resolve(message.answer);
    else if (message.type === "refusal") asked?.reject(unpackError(message.error));
    else {
      work(message.job).then(
        (result) => tell({ type: "done", result }, result.answer === undefined ? [] : [result.answer.buffer]),
        (error: unknown) => tell({ type: "failed", error: packError(error) }),
      );
    }
  });
  tell({ type: "ready", version: patterns.version });
}

/** What comes from Node's pool of small buffers cannot be handed over. */
function ownMemory(bytes: Buffer<ArrayBuffer> | undefined): Uint8Array<ArrayBuffer> | undefined {
  return bytes === undefined || bytes.length === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}
