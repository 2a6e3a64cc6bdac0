import path from "node:path";
import { execa } from "execa";
import { onTestFinished } from "vitest";
import { freePort } from "../e2e/chain/free-port.ts";

export const REPOSITORY = path.resolve(import.meta.dirname, "../..");

/** A settings file and a data directory of a test's own, on free ports. */
export interface Place {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A running command of scripts/. */
export interface Running {
  readonly pid: number;
  /** All that it has printed. */
  readonly output: string;
  /** Resolves with the exit code, null after a signal. */
  readonly ended: Promise<number | null>;
  /** Resolves once it has printed this; rejects with all output if it ends before. */
  readonly hasSaid: (text: string) => Promise<void>;
}

export async function newPlace(directory: string): Promise<Place> {
  const ports = { LITELLM_PORT: await freePort(), MASKER_PORT: await freePort() };
  const entries = Object.entries(ports).map(([name, port]) => [name, String(port)]);
  return { directory, environment: Object.fromEntries(entries) as Record<string, string> };
}

/** Starts `scripts/<name>.ts` with its options (`start --no-ui`), by a wrapper if one is given, with this environment and PATH; ends it after the test. */
export function runScript(
  command: string,
  place: Place,
  environment: Readonly<Record<string, string>> = {},
  wrapper: readonly string[] = [],
): Running {
  const [name, ...options] = command.split(" ");
  const script = path.join(REPOSITORY, `scripts/${name}.ts`);
  const words = [
    ...options,
    "--settings",
    path.join(place.directory, ".env"),
    "--data-dir",
    path.join(place.directory, "data"),
  ];
  const { PATH = "", HOME = "", PYTHON = "python3" } = process.env;
  const [program = "", ...programArguments] = [...wrapper, process.execPath, script, ...words];
  const child = execa(program, programArguments, {
    env: { PATH, HOME, PYTHON, ...place.environment, ...environment },
    extendEnv: false,
    all: true,
    reject: false,
    buffer: false,
    forceKillAfterDelay: false, // killed, it would leave its parts behind: on a busy machine stopping them takes longer
  });
  let output = "";
  child.all.setEncoding("utf8").on("data", (text: string) => (output += text));
  const ended = child.then(({ exitCode }) => exitCode ?? null);
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await ended;
  });
  return {
    pid: child.pid ?? 0,
    get output() {
      return output;
    },
    ended,
    async hasSaid(text) {
      await Promise.race([ended, heard(text)]);
      if (!output.includes(text)) throw new Error(`'${text}' was never said:\n${output}`);
    },
  };

  function heard(text: string): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => (output.includes(text) ? resolve() : undefined);
      child.all.on("data", look);
      look();
    });
  }
}

/** One process of the machine. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** The processes below one, at any depth. Those that have ended and were not asked after are left out. */
export async function descendantsOf(pid: number): Promise<Process[]> {
  const all = await listProcesses();
  const found: Process[] = [];
  for (let parents = [pid]; parents.length > 0;) {
    const children = all.filter(({ parent }) => parents.includes(parent));
    found.push(...children);
    parents = children.map((child) => child.pid);
  }
  return found;
}

/** Those of the given processes that still run. */
export async function stillRunning(processes: readonly Process[]): Promise<Process[]> {
  const all = await listProcesses();
  return processes.filter(({ pid, command }) => all.some((one) => one.pid === pid && one.command === command));
}

async function listProcesses(): Promise<Process[]> {
  const { stdout } = await execa("ps", ["-eo", "pid=,ppid=,stat=,args="]);
  return stdout.split("\n").flatMap((line) => {
    const [, pid = "", parent = "", state = "", command = ""] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return state.startsWith("Z") ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}
