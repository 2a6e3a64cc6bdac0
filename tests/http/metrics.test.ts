import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../e2e/chain/free-port.ts";
import { startMasker } from "../e2e/chain/start-masker.ts";
import type { Service } from "../e2e/chain/start-service.ts";
import { newInstanceId } from "../e2e/originals.ts";
import { startRedis, type RedisServer } from "../store/redis-server.ts";

const API_KEY = randomBytes(32).toString("base64url");
const HEADERS = { authorization: `Bearer ${API_KEY}`, "x-masker-api": "anthropic", "x-masker-scope": "team:metrics" };
const ANSWER = { content: [{ type: "text", text: "ec2-001, ec2-001 and ec2-777" }] };
const EVENT = (text: string): string =>
  `event: content_block_delta\ndata: ${JSON.stringify({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } })}\n\n`;

let directory: string;
let redis: RedisServer;
let service: Service;
let url: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "masker-metrics-"));
  redis = await startRedis();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const encryptionKey = randomBytes(32).toString("base64");
  service = await startMasker({ directory, port, apiKey: API_KEY, encryptionKey, redisUrl: redis.url });
});
afterAll(async () => {
  await service.stop();
  await redis.stop();
  await rm(directory, { recursive: true });
});

/** Every sample by its name with labels, as Prometheus would read it. */
async function scrape(): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`${url}/metrics`, { headers: HEADERS })).text();
  const samples = text.split("\n").filter((line) => line.startsWith("masker_"));
  return new Map(samples.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))]));
}

/** How much samples grow by one request, once all that is expected has grown. */
async function expectGrowth(request: () => Promise<unknown>, wanted: Readonly<Record<string, number>>): Promise<void> {
  const before = await scrape();
  await request();
  // An answer's bytes are counted when it is over, which its reader may know first.
  await expect
    .poll(async () => {
      const after = await scrape();
      return Object.fromEntries(
        Object.keys(wanted).map((name) => [name, (after.get(name) ?? 0) - (before.get(name) ?? 0)]),
      );
    })
    .toEqual(wanted);
}

const post = (
  route: string,
  body: string | ReadableStream<Uint8Array>,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(`${url}${route}`, { method: "POST", headers: { ...HEADERS, ...headers }, body, duplex: "half" });

/** What a scope has masked, to be restored. */
async function maskOne(): Promise<string> {
  const answer = await post("/guardrail/request", JSON.stringify({ text: newInstanceId() }));
  return ((await answer.json()) as { ticket: string }).ticket;
}

/** A body of unknown length, as a stream is sent. */
function inPieces(...pieces: readonly string[]): ReadableStream<Uint8Array> {
  return ReadableStream.from(pieces.map((piece) => Buffer.from(piece)));
}

const routed = (name: string, route: string, more = ""): string => `${name}{${more}route="${route}"}`;
const moved = (route: string, direction: string): string =>
  `masker_bytes_total{route="${route}",direction="${direction}"}`;

test.each(["/guardrail/request", "/guardrail/response", "/mask"])(
  "a request to %s is counted by route and status, timed, and counted in bytes both ways",
  async (route) => {
    const ticket = await maskOne();
    const body = JSON.stringify(route === "/mask" ? { text: "안녕" } : ANSWER);
    const more = { "x-masker-ticket": ticket, "content-type": "application/json" };
    const answered = await (await post(route, body, more)).arrayBuffer();
    await expectGrowth(async () => (await post(route, body, more)).arrayBuffer(), {
      [`masker_requests_total{route="${route}",status="200"}`]: 1,
      [routed("masker_request_duration_seconds_count", route)]: 1,
      [routed("masker_request_duration_seconds_bucket", route, 'le="+Inf",')]: 1,
      [moved(route, "in")]: Buffer.byteLength(body),
      [moved(route, "out")]: answered.byteLength,
    });
    expect(answered.byteLength).toBeGreaterThan(0);
    const seconds = (await scrape()).get(routed("masker_request_duration_seconds_sum", route)) ?? 0;
    expect(seconds > 0 && seconds < 60).toBe(true);
  },
);

test("a stream's bytes are those that it took and gave, though nobody said how many", async () => {
  const ticket = await maskOne();
  const [first, second] = [EVENT("ec2-"), EVENT("001 안녕")];
  const read = async (): Promise<ArrayBuffer> =>
    (await post("/guardrail/stream", inPieces(first, second), { "x-masker-ticket": ticket })).arrayBuffer();
  const { byteLength } = await read();
  await expectGrowth(read, {
    [moved("/guardrail/stream", "in")]: Buffer.byteLength(first + second),
    [moved("/guardrail/stream", "out")]: byteLength,
    [routed("masker_request_duration_seconds_count", "/guardrail/stream")]: 1,
  });
});

test("a body of unknown length counts as it was", async () => {
  const body = JSON.stringify({ text: "안녕".repeat(9) });
  await expectGrowth(() => post("/guardrail/request", inPieces(body.slice(0, 20), body.slice(20))), {
    [moved("/guardrail/request", "in")]: Buffer.byteLength(body),
    [moved("/guardrail/request", "out")]: 0,
  });
});

test("an error's answer has bytes, too, and its code is counted", async () => {
  const { byteLength } = await (await post("/guardrail/request", "{")).arrayBuffer();
  await expectGrowth(() => post("/guardrail/request", "{"), {
    'masker_refused_total{code="bad_json"}': 1,
    'masker_requests_total{route="/guardrail/request",status="400"}': 1,
    [moved("/guardrail/request", "in")]: 1,
    [moved("/guardrail/request", "out")]: byteLength,
  });
});

test("values masked are counted by kind, as often as they occur", async () => {
  const [one, other] = [newInstanceId(), newInstanceId()];
  await expectGrowth(() => post("/guardrail/request", JSON.stringify([one, other, `${one} AKIA1234567890ABCDEF`])), {
    'masker_found_total{kind="ec2-instance"}': 3,
    'masker_found_total{kind="iam-access-key"}': 1,
  });
});

test("names learned are counted", async () => {
  const name = `acme-${randomBytes(4).toString("hex")}`;
  await expectGrowth(() => post("/guardrail/request", JSON.stringify({ text: `aws s3 ls s3://${name}/` })), {
    masker_names_learned_total: 1,
  });
});

test.each(["response", "stream"])("what a %s had restored, and what it could not, is counted", async (route) => {
  const scope = { "x-masker-scope": `team:${randomBytes(4).toString("hex")}` };
  const masked = await post("/guardrail/request", JSON.stringify({ text: newInstanceId() }), scope);
  const { ticket } = (await masked.json()) as { ticket: string };
  const body = route === "response" ? JSON.stringify(ANSWER) : EVENT("ec2-001, ec2-001 and ec2-777");
  await expectGrowth(async () => (await post(`/guardrail/${route}`, body, { "x-masker-ticket": ticket })).text(), {
    masker_restored_total: 2,
    masker_unknown_placeholders_total: 1,
  });
});

test("a request that the store does not answer is counted", async () => {
  await redis.kill();
  try {
    await expectGrowth(
      async () =>
        expect((await post("/guardrail/request", JSON.stringify({ text: newInstanceId() }))).status).toBe(503),
      { masker_store_errors_total: 1, 'masker_refused_total{code="store_down"}': 1 },
    );
  } finally {
    await redis.restart();
  }
});
