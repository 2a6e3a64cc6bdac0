import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { SetupError } from "../setup-error.ts";

const LAST_LINES = 20;

/** How to run one part of the gateway. */
export interface ChildOptions {
  readonly name: string;
  readonly program: string;
  readonly arguments: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Written to its standard input, which is closed then: configuration that must not be seen in a list of processes. */
  readonly input?: string;
  /** Milliseconds that it has to end by itself when stopped. */
  readonly patience: number;
  /** What to do about what its last lines tell, where they do not say it rightly themselves. */
  readonly cureOf?: (lastLines: string) => string | undefined;
}

/** A running part. `exited` resolves with a word on how it ended. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  readonly exited: Promise<string>;
  readonly hasExited: boolean;
  /** The end of what it printed, and the cure where one is known. */
  lastLines(): Promise<string>;
  /** Asks its process group to end, waits, and ends what is left of the group by force. */
  stop(): Promise<void>;
}

/**
 * Starts a program in a process group of its own, so that the terminal's Ctrl-C does not reach it before us and that
 * stopping it takes its own children along. It prints straight into the log file and lives on if nobody reads.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const log = openSync(options.logFile, "a", 0o600);
  const child = spawn(options.program, options.arguments, {
    cwd: options.cwd,
    env: options.environment,
    stdio: ["pipe", log, log],
    detached: true,
  });
  closeSync(log);
  const killWithUs = (): void => signalGroup(child.pid ?? 0, "SIGKILL");
  process.once("exit", killWithUs);
  const exited = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => {
      killWithUs(); // its own children do not outlive it
      process.off("exit", killWithUs);
      resolve(signal === null ? `exit code ${code}` : signal);
    });
  });
  let hasExited = false;
  void exited.then(() => (hasExited = true));
  try {
    await once(child, "spawn");
  } catch (error) {
    throw new SetupError(`${options.name}: '${options.program}' cannot be started: ${String(error)}`);
  }
  const { pid = 0 } = child;
  child.stdin?.on("error", () => {}); // it may end before it has read its input; `exited` tells
  child.stdin?.end(options.input);
  return {
    name: options.name,
    pid,
    exited,
    get hasExited() {
      return hasExited;
    },
    async lastLines() {
      const text = await readFile(options.logFile, "utf8");
      const lines = text.trimEnd().split("\n").slice(-LAST_LINES).join("\n");
      const cure = options.cureOf?.(lines);
      return cure === undefined ? lines : `${lines}\n${cure}`;
    },
    async stop() {
      if (hasExited) return;
      signalGroup(pid, "SIGTERM");
      await Promise.race([exited, sleep(options.patience, undefined, { ref: false })]);
      signalGroup(pid, "SIGKILL");
      await exited;
    },
  };
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
