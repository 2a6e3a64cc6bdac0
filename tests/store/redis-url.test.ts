import { describe, expect, test } from "vitest";
import { parseRedisUrl } from "../../masker-service/src/store/redis-url.ts";

const socket = { host: "127.0.0.1", port: 6379 };

describe("REDIS_URL", () => {
  test.each([
    ["redis://127.0.0.1", { socket }],
    ["redis://127.0.0.1:6390/3", { socket: { ...socket, port: 6390 }, database: 3 }],
    ["redis://:p%2F%40w@127.0.0.1/", { socket, password: "p/@w" }],
    ["redis://user:pw@127.0.0.1", { socket, username: "user", password: "pw" }],
    ["rediss://cache.example:6380", { socket: { host: "cache.example", port: 6380, tls: true } }],
    ["redis://[::1]:6390", { socket: { host: "::1", port: 6390 } }],
    ["unix:///run/redis.sock?db=2", { socket: { path: "/run/redis.sock", tls: false }, database: 2 }],
    [
      "unix://user:pw@/run/redis.sock",
      { socket: { path: "/run/redis.sock", tls: false }, username: "user", password: "pw" },
    ],
  ])("%s is one server", (url, address) => {
    expect(parseRedisUrl(url)).toEqual({ kind: "single", address });
  });

  test("redis+sentinel names sentinels, the master, and how to log in to either", () => {
    expect(parseRedisUrl("redis+sentinel://u:p@a,b:26380/my-master/2?sentinelPassword=s")).toEqual({
      kind: "sentinel",
      sentinels: [
        { socket: { host: "a", port: 26_379 }, password: "s" },
        { socket: { host: "b", port: 26_380 }, password: "s" },
      ],
      master: "my-master",
      address: { socket: { host: "a", port: 26_379 }, username: "u", password: "p", database: 2 },
    });
  });

  test("rediss+cluster names nodes to begin with, over TLS", () => {
    expect(parseRedisUrl("rediss+cluster://:p@a,[::1]:7000")).toEqual({
      kind: "cluster",
      roots: [
        { socket: { host: "a", port: 6379, tls: true }, password: "p" },
        { socket: { host: "::1", port: 7000, tls: true }, password: "p" },
      ],
    });
  });

  test.each([
    "",
    "127.0.0.1:6379",
    "http://secret@host",
    "redis://secret@a,b",
    "redis://secret@host:port",
    "redis://:secret@host/x",
    "redis+sentinel://:secret@a",
    "redis+other://:secret@a",
    "redis://secret@",
  ])("%j is refused, and not repeated", (url) => {
    expect(() => parseRedisUrl(url)).toThrow(expect.objectContaining({ code: "bad_config" }));
    expect(() => parseRedisUrl(url)).not.toThrow(/secret/);
    expect(() => parseRedisUrl(url)).toThrow(/^REDIS_URL must be redis:\/\//);
  });
});
