import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { expect } from "vitest";
import { saveRedis } from "./chain/start-redis.ts";
import type { GatewayAddress } from "./gateway.ts";
import { findLeaks, type Source } from "./provider/find-leaks.ts";
import type { RecordedRequest } from "./provider/recorded-request.ts";
import { readRedis } from "./read-redis.ts";

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

/** Fails where a log, of the gateway's parts with files of their own, holds an original in any form. */
export async function expectUnlogged(address: GatewayAddress, originals: readonly string[]): Promise<void> {
  const logs = (await filesIn(address.directory)).filter(({ name }) => name.endsWith(".log"));
  expect(logs.map(({ name }) => name)).toEqual(expect.arrayContaining(["masker.log", "litellm.log"]));
  expect(findLeaks(logs, originals)).toEqual([]);
}

/**
 * Throws where anything that the gateway keeps or tells holds one of the originals in any form: logs, Redis's keys, values and files,
 * metrics, and what else is handed in. For the end of a run, when all that was planted in it is known.
 */
export async function auditEverything(
  address: GatewayAddress,
  originals: readonly string[],
  more: readonly Source[] = [],
): Promise<void> {
  await saveRedis(address.redisPort);
  const headers = { authorization: `Bearer ${address.maskerApiKey}` };
  const told = ["/metrics", "/ready", "/openapi.json"].map(async (path) => {
    const answer = await fetch(`${address.maskerUrl}${path}`, { headers });
    if (!answer.ok) throw new Error(`leak audit: ${path} answers ${answer.status}`);
    return { name: `masker's ${path}`, bytes: new Uint8Array(await answer.arrayBuffer()) };
  });
  const stored = await readRedis(`redis://127.0.0.1:${address.redisPort}`);
  const sources = [...(await filesIn(address.directory)), ...stored, ...(await Promise.all(told)), ...more];
  const leaks = findLeaks(sources, originals);
  if (leaks.length === 0) return;
  const where = leaks.map(({ source, form, offset }) => `${source} at ${offset}, ${form}`).slice(0, 20);
  throw new Error(`leak audit: ${leaks.length} of ${originals.length} originals found: ${where.join("; ")}`);
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
