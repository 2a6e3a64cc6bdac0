import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeCertificate } from "./make-certificate.ts";
import { makeWanted, openPatientStore } from "./open-store.ts";
import { freePort } from "../e2e/chain/free-port.ts";
import { startRedis, type RedisServer } from "./redis-server.ts";
import { startWorkers } from "./start-workers.ts";

let directory: string;
let redis: RedisServer;
let url: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "masker-tls-"));
  const certificate = await makeCertificate(directory, "DNS:localhost");
  const port = await freePort();
  url = `rediss://localhost:${port}`;
  redis = await startRedis({ settings: certificate.settings(port) });
});

afterAll(async () => {
  await redis.stop();
  await rm(directory, { recursive: true });
});

test("rediss:// works with a certificate of a known authority", async () => {
  const trusted = { NODE_EXTRA_CA_CERTS: path.join(directory, "certificate.pem") };
  const workers = await startWorkers(1, url, trusted);
  const [answers] = await workers.allot([[{ scope: "tls", wanted: makeWanted(2) }]]);
  expect(answers).toEqual([["ec2-001", "ec2-002"]]);
  workers.stop();
});

test("a certificate of an unknown authority is refused and named", async () => {
  const store = await openPatientStore(url);
  await expect(store.ready()).rejects.toThrow(/TLS connection failed \((DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED\w*)\)/);
  await store.close();
});

test("rediss:// to a port without TLS, and the reverse, fail closed", async () => {
  for (const wrong of [`rediss://localhost:${redis.port}`, url.replace("rediss", "redis")]) {
    const store = await openPatientStore(wrong);
    await expect(store.allot("tls", makeWanted(1))).rejects.toEqual(expect.objectContaining({ code: "store_down" }));
    await store.close();
  }
});
