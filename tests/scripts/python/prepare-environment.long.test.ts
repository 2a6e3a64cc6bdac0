import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { prepareEnvironment, type PythonEnvironment } from "../../../scripts/python/prepare-environment.ts";
import { temporaryDirectory } from "../temporary-directory.ts";

const PYTHON = process.env["PYTHON"] ?? "python3";

/** Makes a wheel of one module without a network, as any packer would lay it out. */
const MAKE_WHEEL = `
import sys, zipfile
name, version = sys.argv[1:3]
info = f"{name}-{version}.dist-info"
with zipfile.ZipFile(f"{name}-{version}-py3-none-any.whl", "w") as wheel:
    wheel.writestr(f"{name}.py", f"version = '{version}'")
    wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n")
    wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr(f"{info}/RECORD", f"{name}.py,,\\n{info}/METADATA,,\\n{info}/WHEEL,,\\n{info}/RECORD,,\\n")
`;

interface Ground {
  readonly environment: PythonEnvironment;
  /** Rewrites the lock file to one package of this version. */
  readonly lock: (version: string, hash?: string) => Promise<void>;
  readonly version: () => Promise<string>;
}

async function prepareGround(): Promise<Ground> {
  const root = await temporaryDirectory();
  const environment = {
    directory: path.join(root, "venv"),
    lockFile: path.join(root, "requirements.lock"),
    python: PYTHON,
  };
  return {
    environment,
    async lock(version, hash) {
      await execa(PYTHON, ["-c", MAKE_WHEEL, "tinypart", version], { cwd: root });
      const wheel = await readFile(path.join(root, `tinypart-${version}-py3-none-any.whl`));
      const sha256 = hash ?? createHash("sha256").update(wheel).digest("hex");
      const source = `--no-index\n--find-links ${root}`;
      await writeFile(environment.lockFile, `${source}\ntinypart==${version} \\\n    --hash=sha256:${sha256}\n`);
    },
    async version() {
      const words = ["-c", "import tinypart; print(tinypart.version)"];
      return (await execa(path.join(environment.directory, "bin/python"), words)).stdout;
    },
  };
}

test("the environment follows the lock, says what it does, and the next call does nothing", async () => {
  const { environment, lock, version } = await prepareGround();
  await lock("1.0");
  const notes: string[] = [];
  const python = await prepareEnvironment(environment, (note) => notes.push(note));
  expect(python).toBe(path.join(environment.directory, "bin/python"));
  expect(await version()).toBe("1.0");
  expect(notes).toContainEqual(expect.stringMatching(/^1 of 1 fetched, tinypart/));

  const again: string[] = [];
  await prepareEnvironment(environment, (note) => again.push(note));
  expect(again).toEqual(["up to date"]);

  await lock("2.0");
  await prepareEnvironment(environment, () => {});
  expect(await version()).toBe("2.0");
});

test("an install that was cut off goes on: a package without its RECORD is installed again", async () => {
  const { environment, lock, version } = await prepareGround();
  await lock("1.0");
  const python = await prepareEnvironment(environment, () => {});
  const purelib = await execa(python, ["-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]);
  await rm(path.join(purelib.stdout, "tinypart.py"));
  await rm(path.join(purelib.stdout, "tinypart-1.0.dist-info/RECORD"));
  await rm(path.join(environment.directory, "installed-lock"));

  await prepareEnvironment(environment, () => {});
  expect(await version()).toBe("1.0");
});

test("a directory that holds no working environment is made anew", async () => {
  const { environment, lock, version } = await prepareGround();
  await lock("1.0");
  await prepareEnvironment(environment, () => {});
  await rm(path.join(environment.directory, "bin"), { recursive: true });
  await prepareEnvironment(environment, () => {});
  expect(await version()).toBe("1.0");
});

test("two at once do one install, and neither empties what the other has under way", async () => {
  const { environment, lock, version } = await prepareGround();
  await lock("1.0");
  const notes: string[] = [];
  const note = (text: string): unknown => notes.push(text);
  await Promise.all([prepareEnvironment(environment, note), prepareEnvironment(environment, note)]);
  expect(await version()).toBe("1.0");
  expect(notes.filter((text) => text === "making the virtual environment")).toHaveLength(1);
  expect(notes).toContainEqual(expect.stringContaining(`waiting for process ${process.pid}`));
});

test("a package that is not the one in the lock is refused", async () => {
  const { environment, lock } = await prepareGround();
  await lock("1.0", "0".repeat(64));
  await expect(prepareEnvironment(environment, () => {})).rejects.toThrow(/Python packages: pip failed:[^]*HASH/i);
  expect(existsSync(path.join(environment.directory, "installed-lock"))).toBe(false);
});

test("a Python that cannot make an environment is named with the cure", async () => {
  const { environment, lock } = await prepareGround();
  await lock("1.0");
  const prepared = prepareEnvironment({ ...environment, python: "/bin/false" }, () => {});
  await expect(prepared).rejects.toThrow(/'\/bin\/false -m venv' failed[^]*set PYTHON/);
});
