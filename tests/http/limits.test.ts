import { once } from "node:events";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { createAdaptorServer } from "@hono/node-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "./parse.ts";
import { API_KEY, bearerOf, startApp } from "./start-app.ts";

let masker: Awaited<ReturnType<typeof startApp>>;
beforeAll(async () => {
  masker = await startApp({ limits: { perMinute: 3, bodySeconds: 1, matches: 5, streams: 1 } });
});
afterAll(async () => {
  await masker.stop();
});

const guard = (scope: string, body: object) =>
  masker.post("/guardrail/request", body, {
    "x-masker-scope": scope,
    "x-masker-api": "anthropic",
    ...bearerOf("gateway"),
  });

describe("a rate", () => {
  test("holds for each key by itself: 429 says when to come back, and which setting", async () => {
    const mask = (name: string) => masker.post("/mask", { text: "x" }, bearerOf(name));
    for (let count = 0; count < 3; count++) expect((await mask("mask")).status).toBe(200);
    const refused = await mask("mask");
    expect([refused.status, Number(refused.headers.get("retry-after")) > 0]).toEqual([429, true]);
    expect((await parse(refused)).error).toEqual({
      code: "rate_limited",
      message: expect.stringMatching(
        /more than 3 requests a minute of key mask; wait \d+ s, or raise MASKER_RATE_PER_MINUTE/,
      ),
    });
    expect((await mask("other")).status).toBe(200);
  });

  test("holds through LiteLLM for each scope by itself, and not for answers", async () => {
    for (let count = 0; count < 3; count++) expect((await guard("team:busy", { a: "b" })).status).toBe(204);
    expect((await guard("team:busy", { a: "b" })).status).toBe(429);
    const allowed = await guard("team:calm", { a: "i-0123456789abcdef0" });
    const { ticket } = await parse(allowed);
    for (let count = 0; count < 5; count++) {
      const headers = { "x-masker-ticket": ticket, "x-masker-api": "anthropic" };
      expect((await masker.post("/guardrail/response", '"ec2-001"', headers)).status).toBe(200);
    }
  });
});

test("a rate does not hold for the canary, which would never pass: its four requests come from each of LiteLLM's workers", async () => {
  const prove = () =>
    masker.post(
      "/guardrail/request",
      { a: "ec2-1234567" },
      { "x-masker-scope": "canary", "x-masker-api": "anthropic", "x-masker-mode": "proof", ...bearerOf("gateway") },
    );
  for (let count = 0; count < 8; count++) expect((await prove()).status).toBe(200);
});

test("more values than allowed are refused, naming the setting, and none of them is stored", async () => {
  const ids = (count: number) => Array.from({ length: count }, (_, index) => `i-0aaaaaaaaaaaaaaa${index}`);
  expect((await guard("team:few", { ids: ids(5) })).status).toBe(200);
  const before = await masker.redis.cli("DBSIZE");
  const refused = await guard("team:many", { ids: ids(6) });
  expect([refused.status, (await parse(refused)).error.message]).toEqual([
    413,
    expect.stringMatching(/over 5 values to mask.*MASKER_MAX_MATCHES/),
  ]);
  expect(await masker.redis.cli("DBSIZE")).toBe(before);
});

const NESTED = "[".repeat(9) + "]".repeat(9);
test.each([
  [
    "strings",
    { limits: { strings: 3 }, fits: '{"a":"b","c":1}', over: '{"a":"b","c":"d"}', setting: "MASKER_MAX_STRINGS" },
  ],
  [
    "strings in a string",
    {
      limits: { strings: 6 },
      fits: call(["a"]),
      over: call(["a", "b", "c", "d", "e", "f", "g"]),
      setting: "MASKER_MAX_STRINGS",
    },
  ],
  ["levels", { limits: { depth: 9 }, fits: NESTED, over: `[${NESTED}]`, setting: "MASKER_MAX_DEPTH" }],
])("more %s than allowed are refused, naming the setting", async (_case, { limits, fits, over, setting }) => {
  const own = await startApp({ limits, shared: masker.shared });
  const send = (body: string) =>
    own.post("/guardrail/request", body, { "x-masker-scope": "team:l", "x-masker-api": "openai-chat" });
  expect((await send(fits)).status).toBe(204);
  const refused = await send(over);
  expect([refused.status, (await parse(refused)).error.message]).toEqual([413, expect.stringContaining(setting)]);
  await own.stop();
});

/** A tool call whose arguments are JSON in a string: four strings around it. */
function call(items: readonly string[]): string {
  return JSON.stringify({ function: { arguments: JSON.stringify(items) } });
}

test("more streams than allowed are refused until one has ended, or its client has left", async () => {
  const { ticket } = await parse(await guard("team:streams", { id: "i-0bbbbbbbbbbbbbbb1" }));
  const open = async () => {
    const lines = new TransformStream<Uint8Array, Uint8Array>();
    const answer = await masker.app.request("/guardrail/stream", {
      method: "POST",
      headers: { authorization: `Bearer ${API_KEY}`, "x-masker-ticket": ticket, "x-masker-api": "anthropic" },
      body: lines.readable,
      duplex: "half",
    });
    return { answer, lines };
  };
  const first = await open();
  expect(first.answer.status).toBe(200);
  const second = await open();
  expect([second.answer.status, second.answer.headers.get("retry-after")]).toEqual([503, "2"]);
  await Promise.all([first.lines.writable.close(), first.answer.text()]);
  const third = await open();
  expect(third.answer.status).toBe(200);
  await third.answer.body?.cancel();
  const fourth = await open();
  expect(fourth.answer.status).toBe(200);
  await fourth.lines.writable.abort(new Error("LiteLLM has left"));
  await expect(fourth.answer.text()).rejects.toThrow("LiteLLM has left");
  expect((await open()).answer.status).toBe(200);
});

describe("on a socket", () => {
  test("a body that does not come is answered 408, naming the setting, while others are served", async () => {
    const server = createAdaptorServer({ fetch: masker.app.fetch }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const slow = connect(port, "127.0.0.1");
    slow.write(
      `POST /mask HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${API_KEY}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"te`,
    );
    const other = await fetch(`http://127.0.0.1:${port}/patterns`, { headers: { authorization: `Bearer ${API_KEY}` } });
    expect(other.status).toBe(200);
    const answer = await text(slow);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toMatch(/"code":"too_slow".*did not come within 1 s.*MASKER_BODY_TIMEOUT_SECONDS/);
    server.close();
    await once(server, "close");
  });
});
