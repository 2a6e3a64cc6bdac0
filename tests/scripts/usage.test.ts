import path from "node:path";
import { expect, test } from "vitest";
import { newPlace, runScript } from "./run-script.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

const STACK = /^ +at /m;

// What a person gets wrong at the keyboard is told in a line; only a defect has a stack.
test("an option that npm kept for itself is explained", async () => {
  const running = runScript("verify http://gateway.example", await newPlace(await temporaryDirectory()));
  expect(await running.ended).toBe(1);
  expect(running.output).toMatch(/Unexpected argument[^]*npm run verify -- --url URL/);
  expect(running.output).not.toMatch(STACK);
});

test("settings in a folder that does not exist are not made there", async () => {
  const missing = path.join(await temporaryDirectory(), "none");
  const running = runScript("masker", await newPlace(missing));
  expect(await running.ended).toBe(1);
  expect(running.output).toContain(`--settings: there is no folder ${missing}. Make it`);
  expect(running.output).not.toMatch(STACK);
});

// Where nobody may write, not even root.
test.runIf(process.platform === "linux")("a folder that cannot be written is named with the cure", async () => {
  const running = runScript("masker", await newPlace("/sys"));
  expect(await running.ended).toBe(1);
  expect(running.output).toMatch(/^\/sys\/\.env\S*: E(?:ACCES|PERM|ROFS), .*(?:right|read-only)/m);
  expect(running.output).not.toMatch(STACK);
});
