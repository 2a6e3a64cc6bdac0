import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Certificate, makeCertificate } from "./make-certificate.ts";
import { makeWanted, openPatientStore, PATIENTLY } from "./open-store.ts";
import { startCluster } from "./redis-cluster.ts";
import { startSentinels } from "./redis-sentinel.ts";
import { useEverything } from "./use-everything.ts";

const FROM_THE_START = getCACertificates("default");

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "masker-tls-"));
});

afterEach(async () => {
  setDefaultCACertificates(FROM_THE_START);
  await rm(directory, { recursive: true });
});

/** A certificate whose authority this process trusts, as NODE_EXTRA_CA_CERTS would have it. */
async function trusted(names: string): Promise<Certificate> {
  const certificate = await makeCertificate(directory, names);
  setDefaultCACertificates([...FROM_THE_START, certificate.pem]);
  return certificate;
}

test("a Cluster works over TLS where certificates hold the addresses that its nodes name", async () => {
  const cluster = await startCluster(3, 0, await trusted("IP:127.0.0.1"));
  expect(cluster.url).toMatch(/^rediss\+cluster:/);
  for (const scope of ["a", "b", "c", "d", "e", "f"]) await useEverything(cluster.url, scope);
  await cluster.stop();
});

test("a Cluster whose certificates hold only names is refused, and the reason told, until its nodes go by them", async () => {
  const cluster = await startCluster(2, 0, await trusted("DNS:localhost"));
  const store = await openPatientStore(cluster.url.replaceAll("127.0.0.1", "localhost"));
  await expect(store.ready()).rejects.toThrow(/TLS connection failed \(ERR_TLS_CERT_ALTNAME_INVALID\)/);
  await expect(store.allot("a", makeWanted(1))).rejects.toEqual(expect.objectContaining({ code: "store_down" }));
  for (const node of cluster.nodes) {
    await node.cli("CONFIG", "SET", "cluster-announce-hostname", "localhost");
    await node.cli("CONFIG", "SET", "cluster-preferred-endpoint-type", "hostname");
  }
  await expect.poll(() => store.ready().then(() => "ready", String), PATIENTLY).toBe("ready");
  for (const scope of ["a", "b", "c", "d"]) expect(await store.allot(scope, makeWanted(1))).toEqual(["ec2-001"]);
  await store.close();
  await cluster.stop();
});

test("sentinels, and the master and replica that they name, work over TLS", async () => {
  const redis = await startSentinels(1, 1, {}, await trusted("IP:127.0.0.1"));
  expect(redis.url).toMatch(/^rediss\+sentinel:/);
  await useEverything(redis.url, "a");
  const plain = await openPatientStore(redis.url.replace("rediss", "redis"));
  await expect(plain.allot("a", makeWanted(1))).rejects.toEqual(expect.objectContaining({ code: "store_down" }));
  await plain.close();
  await redis.stop();
});
