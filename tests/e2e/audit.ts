import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { expect } from "vitest";
import { saveRedis } from "./chain/start-redis.ts";
import type { GatewayAddress } from "./gateway.ts";
import { findLeaks, type Source } from "./provider/find-leaks.ts";
import type { RecordedRequest } from "./provider/recorded-request.ts";

/** Fails where the provider saw an original in any form: in a body, a header, a URL. */
export function expectUnseen(requests: readonly RecordedRequest[], originals: readonly string[]): void {
  expect(requests.length, "the provider was asked at all").toBeGreaterThan(0);
  expect(findLeaks(requests.flatMap(sourcesOf), originals)).toEqual([]);
}

/** Fails where a log, or a file that Redis wrote, holds an original in any form. */
export async function expectUnstored(address: GatewayAddress, originals: readonly string[]): Promise<void> {
  await saveRedis(address.redisPort);
  const files = await filesIn(address.directory);
  const names = files.map((file) => file.name);
  expect(names, "the files to look into exist").toEqual(
    expect.arrayContaining(["masker.log", "litellm.log", "redis/dump.rdb"]),
  );
  expect(names.some((name) => name.endsWith(".aof"))).toBe(true);
  expect(findLeaks(files, originals)).toEqual([]);
}

function sourcesOf(request: RecordedRequest): readonly Source[] {
  const head = Buffer.from(`${request.method} ${request.url}\n${JSON.stringify(request.headers)}`);
  return [
    { name: `head of request ${request.number}`, bytes: head },
    { name: `body of request ${request.number}`, bytes: request.raw },
  ];
}

async function filesIn(directory: string): Promise<readonly Source[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(paths.map(async (path) => ({ name: relative(directory, path), bytes: await readFile(path) })));
}
