import { expect, test } from "vitest";
import { checkServer } from "../../masker-service/src/store/check-server.ts";

function info(fields: Readonly<Record<string, string>>): string {
  const all = {
    redis_version: "7.0.15",
    role: "master",
    maxmemory_policy: "noeviction",
    master_replid: "ab12",
    ...fields,
  };
  return ["# Server", ...Object.entries(all).map(([name, value]) => `${name}:${value}`)].join("\r\n");
}

test.each(["6.2.0", "6.2.14", "7.0.15", "7.2.4", "8.0.0", "10.1.0"])("version %s will do", (version) => {
  expect(checkServer(info({ redis_version: version }))).toBe("ab12");
});

test.each(["2.8.24", "5.0.14", "6.0.16"])("version %s is too old, and the message says so", (version) => {
  const expected = `this Redis is of version ${version}; 6.2 or newer is needed`;
  expect(() => checkServer(info({ redis_version: version }))).toThrow(expected);
});

test.each(["allkeys-lru", "allkeys-lfu", "allkeys-random"])("%s could evict counters and is refused", (policy) => {
  expect(() => checkServer(info({ maxmemory_policy: policy }))).toThrow(/set maxmemory-policy noeviction$/);
});

test.each(["noeviction", "volatile-lru", "volatile-ttl"])("%s leaves counters alone", (policy) => {
  expect(checkServer(info({ maxmemory_policy: policy }))).toBe("ab12");
});

test("a replica is refused", () => {
  expect(() => checkServer(info({ role: "slave" }))).toThrow(/read-only replica; give the master/);
});

test("a user who may not ask gets the benefit of the doubt", () => {
  expect(checkServer("")).toBe("");
});
