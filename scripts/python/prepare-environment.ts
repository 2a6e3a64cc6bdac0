import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import type { Note } from "../progress.ts";
import { SetupError } from "../setup-error.ts";
import { holdLock } from "./hold-lock.ts";
import { createInstallProgress } from "./install-progress.ts";
import { removeBrokenPackages } from "./remove-broken-packages.ts";

/** Modules are compiled when they are first used: LiteLLM uses a third of what it brings. */
const INSTALL = ["--no-compile", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"];

/** Where the environment is, what goes into it, and the Python that makes it. */
export interface PythonEnvironment {
  readonly directory: string;
  readonly lockFile: string;
  readonly python: string;
}

/**
 * Makes the virtual environment hold exactly what the lock file lists, hashes checked, and returns its Python. A stamp of
 * the lock file's hash makes the second call instant; an interrupted install is taken up where it stopped. One process at a time:
 * a second would empty the environment that the first has under way.
 */
export async function prepareEnvironment(environment: PythonEnvironment, note: Note): Promise<string> {
  const { directory, lockFile } = environment;
  const lock = await readFile(lockFile, "utf8");
  const stamp = createHash("sha256").update(lock).digest("hex");
  const isCurrent = (): Promise<boolean> => hasInstalled(directory, stamp);
  if (await isCurrent()) {
    note("up to date");
    return pythonOf(directory);
  }
  await mkdir(path.dirname(directory), { recursive: true });
  const release = await holdLock(`${directory}.lock`, note);
  try {
    if (await isCurrent()) note("installed by another command");
    else {
      await bringUpTo(environment, lock, note);
      await writeFile(stampOf(directory), stamp);
    }
  } finally {
    await release();
  }
  return pythonOf(directory);
}

async function hasInstalled(directory: string, stamp: string): Promise<boolean> {
  const file = stampOf(directory);
  return (await isUsable(pythonOf(directory))) && existsSync(file) && (await readFile(file, "utf8")) === stamp;
}

async function bringUpTo(environment: PythonEnvironment, lock: string, note: Note): Promise<void> {
  const { directory } = environment;
  await rm(stampOf(directory), { force: true });
  await makeEnvironment(environment, note);
  try {
    await removeBrokenPackages(directory);
    await install(environment, lock, note);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    note("trying once more in an empty environment");
    await rm(directory, { recursive: true, force: true });
    await makeEnvironment(environment, note);
    await install(environment, lock, note);
  }
}

function pythonOf(directory: string): string {
  return path.join(directory, "bin/python");
}

function stampOf(directory: string): string {
  return path.join(directory, "installed-lock");
}

async function isUsable(python: string): Promise<boolean> {
  if (!existsSync(python)) return false;
  return (await execa(python, ["-m", "pip", "--version"], { reject: false })).exitCode === 0;
}

async function makeEnvironment(environment: PythonEnvironment, note: Note): Promise<void> {
  const { directory, python } = environment;
  if (await isUsable(pythonOf(directory))) return;
  note("making the virtual environment");
  const made = await execa(python, ["-m", "venv", "--clear", directory], { reject: false, all: true });
  if (made.exitCode === 0) return;
  throw new SetupError(
    `Python: '${python} -m venv' failed:\n${made.all ?? made.message}\n` +
      "Install Python 3.10 or newer with venv (Debian: python3-venv), or set PYTHON to the path of one.",
  );
}

async function install(environment: PythonEnvironment, lock: string, note: Note): Promise<void> {
  const { directory, lockFile } = environment;
  const progress = createInstallProgress(directory, lock, note);
  const program = pythonOf(directory);
  const installing = execa(program, ["-m", "pip", "install", ...INSTALL, "--require-hashes", "-r", lockFile], {
    reject: false,
    all: true,
  });
  try {
    for await (const line of installing) progress.read(line);
  } finally {
    progress.stop();
  }
  const installed = await installing;
  if (installed.exitCode === 0) return;
  const lines = (installed.all ?? installed.message ?? "").trimEnd().split("\n").slice(-15);
  throw new SetupError(
    `Python packages: pip failed:\n${lines.join("\n")}\n` +
      `Check the network and pip's settings, then run this again; it goes on where it stopped.`,
  );
}
