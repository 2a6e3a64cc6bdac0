import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Balancer, startBalancer } from "./balancer.ts";
import { NGINX_PATIENCE_MS } from "./find-nginx.ts";
import { openDuplex } from "./open-duplex.ts";
import { send } from "./send.ts";
import { startEcho } from "./start-echo.ts";
import type { Upstream } from "./start-upstream.ts";

let maskers: Upstream[];
let balancer: Balancer;
let address: string;

beforeEach(async () => {
  maskers = [await startEcho("a"), await startEcho("b")];
  balancer = await startBalancer(maskers.map((masker) => masker.port));
  address = `${balancer.url}/guardrail/request`;
}, NGINX_PATIENCE_MS);

afterEach(async () => {
  await balancer.stop();
  await Promise.all(maskers.map((masker) => masker.stop()));
});

test("open streams count: the next ones go to the masker that has fewer", async () => {
  const headers = { "transfer-encoding": "chunked", connection: "close" };
  const open = async () => {
    const stream = await openDuplex(address, ".", headers);
    return { name: (await stream.next()).slice(0, 1), end: () => stream.end() };
  };
  const streams = [];
  for (let count = 0; count < 8; count += 1) streams.push(await open());
  const ended = streams.filter(({ name }) => name === "a");
  for (const stream of ended) stream.end();
  // nginx logs a connection when it no longer counts.
  await expect.poll(async () => (await balancer.log()).split('"status":200').length - 1).toBe(ended.length);
  const later = [await open(), await open()];
  for (const stream of [...streams, ...later]) stream.end();
  expect(ended.length).toBeGreaterThan(1);
  expect(later.map(({ name }) => name)).toEqual(["a", "a"]);
});

test("requests go on without one failure when a masker is gone", async () => {
  await maskers.pop()?.stop();
  for (let turn = 0; turn < 20; turn += 1) {
    expect(await send(address, { body: "x" })).toMatchObject({ status: 200, text: "a:x" });
  }
});

test("with no masker left a connection ends at once, and one that comes back is used within 2 s", async () => {
  const port = maskers[0]?.port ?? 0;
  await Promise.all(maskers.splice(0).map((masker) => masker.stop()));
  await expect(send(address, { body: "x" })).rejects.toThrow(/ECONNRESET|socket hang up/);
  maskers.push(await startEcho("back", port));
  await sleep(2000);
  expect(await send(address, { body: "x" })).toMatchObject({ status: 200, text: "back:x" });
});

test("a ticket of half a megabyte fits into a header", async () => {
  const headers = { "x-masker-ticket": "t".repeat(500_000) };
  expect(await send(address, { headers, body: "x" })).toMatchObject({ status: 200 });
});

test("the log has one event for each connection, and nothing of what was in it", async () => {
  await send(address, { headers: { "x-masker-ticket": "sealed", connection: "close" }, body: "i-0a1b2c3d4e5f60718" });
  await expect.poll(() => balancer.log()).toContain('"event":"masker-balancer"');
  const log = await balancer.log();
  expect(log).not.toMatch(/sealed|i-0a1b/);
  expect(JSON.parse(log.split("\n")[0] ?? "")).toMatchObject({ event: "masker-balancer", status: 200 });
});
