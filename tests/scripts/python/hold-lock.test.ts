import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { holdLock } from "../../../scripts/python/hold-lock.ts";
import { temporaryDirectory } from "../temporary-directory.ts";

const newFile = async (): Promise<string> => path.join(await temporaryDirectory(), "venv.lock");

test("the second waits until the first lets go, and says for whom and what else to do", async () => {
  const file = await newFile();
  const order: string[] = [];
  const release = await holdLock(file, () => {});
  const waited = Promise.withResolvers<string>();
  const second = holdLock(file, waited.resolve).then((free) => {
    order.push("held");
    return free;
  });
  expect(await waited.promise).toContain(`waiting for process ${process.pid}`);
  expect(await waited.promise).toContain(`delete ${file}`);
  order.push("let go");
  await release();
  await (
    await second
  )();
  expect(order).toEqual(["let go", "held"]);
  expect(existsSync(file)).toBe(false);
});

test("what a killed process left behind keeps nobody out", async () => {
  const file = await newFile();
  const ended = execa("true");
  await ended;
  await writeFile(file, String(ended.pid));
  await (
    await holdLock(file, () => {})
  )();
  expect(existsSync(file)).toBe(false);
});
