import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 25;
const STOP_MS = 10_000;
const LOG_TAIL = 4_000;

export interface ServiceOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment: nothing of the shell's own gets in. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Gets stdout and stderr, appended. */
  readonly log: string;
  /** Says what is still missing; undefined once the service is ready. */
  readonly whyNotReady: () => Promise<string | undefined>;
  readonly readyWithinMs: number;
}

/** A running process group. */
export interface Service {
  readonly pid: number;
  /** Milliseconds from the start of the process to its first ready answer. */
  readonly readyAfterMs: number;
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

/** Starts a process and resolves once it is ready; rejects with the end of its log where it is not in time. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const startedAt = performance.now();
  const output = openSync(options.log, "a");
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ["ignore", output, output],
    detached: true,
  });
  closeSync(output);
  await once(child, "spawn");
  const pid = child.pid ?? 0;
  const closed = once(child, "close");
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    signalGroup(pid, signal);
    const isOver = await Promise.race([closed.then(() => true), sleep(STOP_MS, false, { ref: false })]);
    if (!isOver) signalGroup(pid, "SIGKILL");
    await closed;
  };
  const killWithParent = (): void => signalGroup(pid, "SIGKILL");
  process.once("exit", killWithParent);
  void closed.then(() => process.off("exit", killWithParent));

  for (let why = await options.whyNotReady(); why !== undefined; why = await options.whyNotReady()) {
    const waited = performance.now() - startedAt;
    if (child.exitCode === null && child.signalCode === null && waited < options.readyWithinMs) await sleep(POLL_MS);
    else {
      await end("SIGKILL");
      const log = readFileSync(options.log, "utf8").slice(-LOG_TAIL);
      throw new Error(`${options.name} is not ready after ${Math.round(waited)} ms: ${why}\n${log}`);
    }
  }
  return { pid, readyAfterMs: performance.now() - startedAt, stop: () => end("SIGTERM"), kill: () => end("SIGKILL") };
}

/** The whole group: LiteLLM starts workers of its own. A group that is gone already is what was wanted. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
