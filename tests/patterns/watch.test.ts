import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { MaskerError } from "../../masker-service/src/errors.ts";
import type { PatternSet } from "../../masker-service/src/patterns/load.ts";
import { watchPatterns } from "../../masker-service/src/patterns/watch.ts";

const FILE = (regex: string): string => `
group: own
patterns:
  - kind: ticket
    prefix: ticket
    description: Ticket
    source: our tracker
    anchors: [ACME-]
    regex: '${regex}'
    positives: ['«ACME-1234»']
    negatives: [{ text: 'ACME-', why: 'no number' }]
`;

let directory = "";

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "patterns-"));
  await writeFile(join(directory, "own.yaml"), FILE(String.raw`ACME-\d{4}`));
});

afterEach(() => rm(directory, { recursive: true }));

test("a changed file is loaded anew; one with an error is refused and the next good one loaded", async () => {
  const loaded: PatternSet[] = [];
  const refused: MaskerError[] = [];
  const watch = watchPatterns(
    { directories: [directory] },
    (patterns) => loaded.push(patterns),
    (error) => refused.push(error),
  );
  await writeFile(join(directory, "own.yaml"), FILE(String.raw`ACME-\d{3,4}`));
  await vi.waitFor(() => expect(loaded).toHaveLength(1), 10_000);
  expect(loaded[0]?.scanner.scan("ACME-123").spans).toHaveLength(1);

  await writeFile(join(directory, "own.yaml"), FILE("ACME-("));
  await vi.waitFor(() => expect(refused).toHaveLength(1), 10_000);
  expect(refused[0]?.message).toContain("own.yaml, kind ticket: its regex does not compile");
  expect(loaded).toHaveLength(1);

  await writeFile(join(directory, "own.yaml"), FILE(String.raw`ACME-\d{4,5}`));
  await vi.waitFor(() => expect(loaded).toHaveLength(2), 10_000);
  watch.close();
});
