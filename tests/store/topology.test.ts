import { describe, expect, test } from "vitest";
import { clusterSlot } from "../../masker-service/src/store/cluster-slot.ts";
import { rotateKeys } from "../../masker-service/src/store/rotate-keys.ts";
import { scopeKeys } from "../../masker-service/src/store/scope-keys.ts";
import { scopeTag } from "../../masker-service/src/store/scope-tag.ts";
import { KEY, makeWanted, openPatientStore, PATIENTLY } from "./open-store.ts";
import { startCluster } from "./redis-cluster.ts";
import { startSentinels } from "./redis-sentinel.ts";
import { useEverything } from "./use-everything.ts";
import { CLUSTER_RULES, RULES, SENTINEL_RULES } from "./documented-rules.ts";
import { freePort } from "../e2e/chain/free-port.ts";

// Failovers take their time: they are in cluster.long.test.ts and sentinel.long.test.ts.

const down = expect.objectContaining({ code: "store_down" });

describe("a cluster of two masters", () => {
  test("serves scopes on both, is scanned whole, and is followed when a slot moves", async () => {
    const cluster = await startCluster(2, 0);
    const store = await openPatientStore(cluster.url);
    await store.ready();
    const scopes = Array.from({ length: 8 }, (_, index) => `team-${index}`);
    for (const scope of scopes) {
      expect(await store.allot(scope, makeWanted(2))).toEqual(["ec2-001", "ec2-002"]);
      expect((await store.names(scope)).names).toEqual([]);
    }
    expect(await rotateKeys({ url: cluster.url, encryptionKeys: [KEY] })).toMatchObject({ scopes: 8, mappings: 16 });

    const { hashes } = scopeKeys(scopeTag("moving"));
    const from = await cluster.masterOf(hashes);
    const to = cluster.nodes.find((node) => node !== from);
    const id = String(await to?.cli("CLUSTER", "MYID"));
    // Of two masters that claim a slot the one with the higher epoch has it: else gossip may move it back.
    await to?.cli("CLUSTER", "BUMPEPOCH");
    for (const node of cluster.nodes) await node.cli("CLUSTER", "SETSLOT", `${clusterSlot(hashes)}`, "NODE", id);
    expect(await store.allot("moving", makeWanted(1))).toEqual(["ec2-001"]);
    expect(await to?.cli("EXISTS", hashes)).toBe(1);

    await to?.kill();
    await expect(store.allot("moving", makeWanted(1))).rejects.toEqual(down);
    await expect(store.ready()).rejects.toEqual(down);
    await to?.restart();
    const ready = () => store.ready().then(() => "ready", String);
    await expect.poll(ready, PATIENTLY).toBe("ready");
    expect((await store.allot("moving", makeWanted(1))).length).toBe(1);
    await store.close();
    await cluster.stop();
  });

  test("needs of its ACL user what docs/store.md tells, and names what is missing", async () => {
    const cluster = await startCluster(2, 0);
    const url = cluster.url.replace("//", "//masker:secret@");
    const grant = (...rules: readonly string[]) =>
      Promise.all(
        cluster.nodes.map((node) => node.cli("ACL", "SETUSER", "masker", "reset", "on", ">secret", ...rules)),
      );
    await grant(...RULES);
    const denied = await openPatientStore(url);
    await expect(denied.ready()).rejects.toThrow(/ACL of this Redis user denies cluster\|slots; the rules/);
    await denied.close();
    await grant(...RULES, ...CLUSTER_RULES);
    for (const scope of ["a", "b", "c", "d"]) await useEverything(url, scope);
    await rotateKeys({ url, encryptionKeys: [KEY] });
    await cluster.stop();
  });

  test("out of reach is named", async () => {
    const store = await openPatientStore(`redis+cluster://127.0.0.1:${await freePort()}`);
    await expect(store.ready()).rejects.toThrow(/store: cluster: Redis refuses connections; check REDIS_URL/);
    await expect(store.allot("any", makeWanted(1))).rejects.toEqual(down);
    await store.close();
  });
});

describe("a master behind a sentinel", () => {
  test("is found and used; a sentinel that is away is skipped, an unknown master named", async () => {
    const redis = await startSentinels(0, 1);
    const awayFirst = redis.url.replace("//", `//127.0.0.1:${await freePort()},`);
    const store = await openPatientStore(awayFirst);
    await store.ready();
    expect(await store.allot("team", makeWanted(2))).toEqual(["ec2-001", "ec2-002"]);
    const lost = await openPatientStore(redis.url.replace("masker-master", "another"));
    await expect(lost.ready()).rejects.toThrow(/the sentinels know no master 'another'; correct REDIS_URL/);
    await lost.close();
    await store.close();
    await redis.stop();
  });

  test("needs of the ACL users of master and sentinel what docs/store.md tells, and names what is missing", async () => {
    const redis = await startSentinels(1, 1);
    const url = `${redis.url.replace("//", "//masker:secret@")}?sentinelUser=watcher&sentinelPassword=hidden`;
    for (const server of redis.servers) await server.cli("ACL", "SETUSER", "masker", "on", ">secret", ...RULES);
    const grant = (...rules: readonly string[]) =>
      redis.sentinels[0]?.cli("ACL", "SETUSER", "watcher", "reset", "on", ">hidden", ...rules);
    await grant("+@connection");
    const denied = await openPatientStore(url);
    await expect(denied.ready()).rejects.toThrow(
      /ACL of this Redis user denies sentinel\|get-master-addr-by-name; the rules/,
    );
    await denied.close();
    await grant(...SENTINEL_RULES);
    await useEverything(url, "a");
    await redis.stop();
  });
});
