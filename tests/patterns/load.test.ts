import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import type { MaskerError } from "../../masker-service/src/errors.ts";
import { loadPatterns, type LoadOptions } from "../../masker-service/src/patterns/load.ts";
import { BUILT_IN } from "./built-in.ts";

const TICKET = {
  kind: "ticket",
  prefix: "ticket",
  description: "Ticket of our tracker",
  source: "our tracker",
  anchors: ["ACME-"],
  regex: String.raw`ACME-\d{4,8}`,
  positives: ["see «ACME-1234»"],
  negatives: [{ text: "ACME-12", why: "too short" }],
};

let directory = "";

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "patterns-"));
});

afterEach(() => rm(directory, { recursive: true }));

async function loadOwn(content: unknown, options: Partial<LoadOptions> = {}) {
  await writeFile(join(directory, "own.yaml"), typeof content === "string" ? content : stringify(content));
  return loadPatterns({ directories: [BUILT_IN, directory], ...options });
}

async function refusal(content: unknown): Promise<string> {
  const error = (await loadOwn(content).catch((reason: unknown) => reason)) as MaskerError;
  expect(error).toMatchObject({ name: "MaskerError", code: "bad_pattern" });
  return error.message;
}

describe("loadPatterns", () => {
  test("loads what comes with the masker, all its examples holding, in well under a second of work", async () => {
    const { patterns, prefixes, version } = await loadPatterns({ directories: [BUILT_IN] });
    expect(patterns.length).toBeGreaterThan(172);
    expect(prefixes).toContain("ec2");
    expect(new Set(prefixes).size).toBe(prefixes.length);
    expect(version).toMatch(/^[0-9a-f]{16}$/);
  });

  test("adds the user's own entry, and its prefix", async () => {
    const { scanner, prefixes } = await loadOwn({ group: "own", patterns: [TICKET] });
    expect(scanner.scan("see ACME-1234").spans).toEqual([{ start: 4, end: 13, kind: "ticket", prefix: "ticket" }]);
    expect(prefixes).toContain("ticket");
  });

  test("gives another version to other patterns and to other options", async () => {
    const versions = [
      await loadPatterns({ directories: [BUILT_IN] }),
      await loadOwn({ group: "own", patterns: [TICKET] }),
      await loadPatterns({ directories: [BUILT_IN], allow: ["x"] }),
      await loadPatterns({ directories: [BUILT_IN], profile: "strict" }),
    ].map(({ version }) => version);
    expect(new Set(versions).size).toBe(versions.length);
  });

  test("turns kinds and groups on and off, a kind over its group, over the profile", async () => {
    const isOn = async (options: Partial<LoadOptions>, ...kinds: string[]) => {
      const { patterns } = await loadPatterns({ directories: [BUILT_IN], ...options });
      return kinds.map((kind) => patterns.find((pattern) => pattern.kind === kind)?.on);
    };
    expect(await isOn({}, "ec2-instance", "email")).toEqual([true, false]);
    expect(await isOn({ profile: "strict" }, "ec2-instance", "email")).toEqual([true, true]);
    expect(await isOn({ profile: "secrets" }, "ec2-instance", "iam-access-key", "jwt")).toEqual([false, true, true]);
    expect(await isOn({ off: ["ec2"], on: ["vpc"] }, "ec2-instance", "vpc")).toEqual([false, true]);
    expect(await isOn({ on: ["personal"], off: ["email"] }, "phone-kr", "email")).toEqual([true, false]);
  });

  test.for([
    ["an unknown key", { ...TICKET, colour: "red" }, "colour"],
    ["a kind that exists", { ...TICKET, kind: "vpc" }, "the kind stands in"],
    ["a prefix in use", { ...TICKET, prefix: "ec2" }, "prefix ec2 is in use by ec2-instance"],
    ["the reserved prefix", { ...TICKET, prefix: "lit" }, "reserved"],
    ["a prefix shared with a kind that does not own it", { ...TICKET, prefix: "ec2", shares: "vpc" }, "does not own"],
    ["a positive that does not hold", { ...TICKET, positives: ["«ACME-1»"] }, "positive 1 does not hold"],
    [
      "a positive with another extent",
      { ...TICKET, positives: ["«see ACME-1234»"] },
      "marked characters 0-13, found characters 4-13",
    ],
    ["a positive without marks", { ...TICKET, positives: ["ACME-1234"] }, "marks no extent"],
    [
      "a negative that is found",
      { ...TICKET, negatives: [{ text: "ACME-1234", why: "no" }] },
      "negative 1 does not hold",
    ],
    ["no negatives", { ...TICKET, negatives: [] }, "negatives"],
    ["a regex that does not compile", { ...TICKET, regex: "ACME-(" }, "does not compile"],
    [
      "a regex that takes exponential time",
      { ...TICKET, regex: String.raw`ACME-\d{4,8}|ACME-(?:\d+)+x` },
      "exponential",
    ],
    ["nothing to look for", { ...TICKET, anchors: undefined }, "something to look for"],
    ["a validator that does not exist", { ...TICKET, validator: "moon" }, "validator moon does not exist"],
  ] as const)("refuses %s, naming file, entry and reason", async ([, entry, reason]) => {
    const message = await refusal({ group: "own", patterns: [entry] });
    expect(message).toContain("own.yaml");
    expect(message).toContain(reason);
    expect(message).toContain(entry.kind);
  });

  test("refuses what is no YAML and what is no list of patterns", async () => {
    expect(await refusal("group: [")).toContain("own.yaml: is not YAML");
    expect(await refusal("group: own")).toContain("own.yaml: patterns");
  });

  test("refuses a directory that cannot be read", async () => {
    const loading = loadPatterns({ directories: [BUILT_IN, join(directory, "none")] });
    await expect(loading).rejects.toMatchObject({
      code: "bad_pattern",
      message: expect.stringContaining("none: cannot be read"),
    });
  });
});
