import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { keepRunning } from "../../../scripts/start/keep-running.ts";
import { type Child, startChild } from "../../../scripts/start/start-child.ts";
import { untilReady } from "../../../scripts/start/until-ready.ts";
import { temporaryDirectory } from "../temporary-directory.ts";

/** Starts `sh -c`; whatever the test leaves of it is stopped. */
async function startShell(script: string, patience = 5000): Promise<Child> {
  const directory = await temporaryDirectory();
  const child = await startChild({
    name: "Part",
    program: "/bin/sh",
    arguments: ["-c", script],
    cwd: directory,
    environment: { PATH: process.env["PATH"] ?? "" },
    logFile: path.join(directory, "part.log"),
    input: "said by standard input\n",
    patience,
  });
  onTestFinished(() => child.stop());
  return child;
}

/** Not a process that has ended and whose parent has not asked after it. */
async function isRunning(pid: number): Promise<boolean> {
  const { stdout } = await execa("ps", ["-o", "stat=", "-p", String(pid)], { reject: false });
  return stdout !== "" && !stdout.startsWith("Z");
}

test("what it prints goes to its log, and its configuration comes by standard input", async () => {
  const child = await startShell("cat; echo to stderr >&2; exit 3");
  expect(await child.exited).toBe("exit code 3");
  expect(await child.lastLines()).toBe("said by standard input\nto stderr");
});

test("stopping it takes its own children along, one that does not listen included", async () => {
  const child = await startShell("trap '' TERM; sleep 1000 & echo $!; wait; sleep 1000", 300);
  await expect.poll(() => child.lastLines()).toMatch(/^\d+$/);
  const grandchild = Number(await child.lastLines());
  expect(await isRunning(grandchild)).toBe(true);
  await child.stop();
  expect(child.hasExited).toBe(true);
  await expect.poll(() => isRunning(grandchild)).toBe(false);
});

test("one that ends while it is waited for is reported with its last lines", async () => {
  const child = await startShell("echo the reason; exit 1");
  const readiness = { isReady: async () => false, limitMilliseconds: 5000, abort: new AbortController().signal };
  await expect(untilReady(child, readiness)).rejects.toThrow("Part ended at its start (exit code 1):\nthe reason");
});

test("one that never gets ready, or whose start is given up, is stopped", async () => {
  const slow = await startShell("echo still loading; sleep 1000");
  const never = { isReady: async () => false, abort: new AbortController().signal };
  await expect(untilReady(slow, { ...never, limitMilliseconds: 300 })).rejects.toThrow(/Part is not ready after 0 s/);
  expect(slow.hasExited).toBe(true);

  const unwanted = await startShell("sleep 1000");
  const abort = AbortSignal.abort(new Error("given up"));
  await expect(untilReady(unwanted, { ...never, limitMilliseconds: 5000, abort })).rejects.toThrow("given up");
  expect(unwanted.hasExited).toBe(true);
});

test("a part that is to keep running is started again, and not after it was stopped", async () => {
  const started: Child[] = [];
  const start = async (): Promise<Child> => {
    const child = await startShell("sleep 1000");
    started.push(child);
    return child;
  };
  const kept = keepRunning(await start(), start, () => {});
  process.kill(started[0]?.pid ?? 0, "SIGKILL");
  await expect.poll(() => started.length, { timeout: 30_000 }).toBe(2);
  await kept.stop();
  await sleep(700);
  expect(started.map((child) => child.hasExited)).toEqual([true, true]);
});

test("a part that keeps ending is given up after five restarts, with its last lines", async () => {
  const said: string[] = [];
  const start = (): Promise<Child> => startShell("echo no such luck; exit 1");
  const kept = keepRunning(await start(), start, (line) => said.push(line));
  expect(await kept.failed).toBe("Part keeps ending (exit code 1):\nno such luck");
  expect(said).toHaveLength(5);
});
