import type { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "./parse.ts";
import { startApp } from "./start-app.ts";

const MIB = 1024 * 1024;

const threads: Worker[] = [];
const noteThread = (thread: Worker): void => void threads.push(thread);
let masker: Awaited<ReturnType<typeof startApp>>;
beforeAll(async () => {
  process.on("worker", noteThread);
  masker = await startApp({ bodyLimitBytes: 8 * MIB, limits: { matches: 3000 } });
});
afterAll(async () => {
  process.off("worker", noteThread);
  await masker.stop();
});

const mask = (body: string, headers: Record<string, string> = {}) =>
  masker.post("/guardrail/request", body, { "x-masker-scope": "team:heavy", "x-masker-api": "anthropic", ...headers });
const filler = "뭐든 \\u00e9 \\\\ text. ".repeat(40_000);

describe("a body of more than a megabyte", () => {
  test("is masked to the same bytes as a small one, and its answer restored", async () => {
    const [id, other] = ["i-0aaaaaaaaaaaaaaa1", "i-0aaaaaaaaaaaaaaa2"];
    const small = await parse(await mask(JSON.stringify({ a: `${id} ${other}`, b: "s3://acme-heavy-bucket/" })));
    expect(small.body).toEqual({ a: "ec2-001 ec2-002", b: "s3://bucket-001/" });
    const body = `{ "n": 1.0, "${id}": ["${filler}${other}${filler}", "why acme-heavy-bucket?"] , "n":1e400 }`;
    const answer = await (await mask(body)).text();
    const expected = body.replace(id, "ec2-001").replace(other, "ec2-002").replace("acme-heavy-bucket", "bucket-001");
    expect(answer.slice(answer.indexOf('"body":') + 7, -1) === expected).toBe(true);
    const { ticket } = JSON.parse(answer) as { ticket: string };
    const headers = { "x-masker-ticket": ticket, "x-masker-api": "anthropic" };
    expect(await (await masker.post("/guardrail/response", '["ec2-002"]', headers)).text()).toBe(`["${other}"]`);
  });

  test("teaches its names to the requests after it, small and large", async () => {
    await mask(`["${filler}${filler}", "aws s3 ls s3://acme-learned-bucket/"]`);
    const scope = "team:heavy";
    expect(await parse(await masker.post("/mask", { text: "acme-learned-bucket!", scope }))).toMatchObject({
      text: "bucket-002!",
    });
    const again = await (await mask(`["${filler}${filler}", "acme-learned-bucket?"]`)).text();
    expect(again).toContain('"bucket-002?"');
  });

  test("is masked by another thread where the idle one has ended by itself", async () => {
    const nothing = JSON.stringify([filler, filler]);
    expect((await mask(nothing)).status).toBe(204);
    const before = threads.length;
    await Promise.all(threads.map((thread) => thread.terminate()));
    expect((await mask(nothing)).status).toBe(204);
    expect(threads).toHaveLength(before + 1);
  });

  test("is answered 204 where nothing is found", async () => {
    expect((await mask(JSON.stringify([filler, filler]))).status).toBe(204);
  });

  test("may become small: the memory of its answer is its own", async () => {
    const key = `-----BEGIN PRIVATE KEY-----\\n${"MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\\n".repeat(60)}-----END PRIVATE KEY-----`;
    const body = `[${Array.from({ length: 700 }, () => `"${key}"`).join(",")}]`;
    expect(body.length).toBeGreaterThan(MIB);
    expect((await parse(await mask(body))).body[699]).toMatch(/^[a-z0-9]+-001$/);
  });

  test.each([
    ["no JSON", `["${filler}${filler}"`, 400, /line 1 column/],
    ["more values than allowed", JSON.stringify([filler, filler, ...newIds(3001)]), 413, /MASKER_MAX_MATCHES/],
  ])("is refused like a small one: %s", async (_case, body, status, message) => {
    const answer = await mask(body);
    expect([answer.status, (await parse(answer)).error.message]).toEqual([status, expect.stringMatching(message)]);
  });

  test("that is not UTF-8 is refused", async () => {
    const bytes = Buffer.from(JSON.stringify([filler, filler]));
    bytes[MIB - 3] = 0xff;
    const headers = { "x-masker-scope": "team:heavy", "x-masker-api": "anthropic" };
    const answer = await masker.app.request("/guardrail/request", {
      method: "POST",
      headers: { authorization: masker.authorization, "content-type": "application/json", ...headers },
      body: bytes,
    });
    expect([answer.status, (await parse(answer)).error.code]).toEqual([400, "bad_json"]);
  });

  test("stores nothing in throwaway mode", async () => {
    const before = await masker.redis.cli("DBSIZE");
    const headers = { "x-masker-mode": "throwaway", "x-masker-scope": "team:unheard-of" };
    const { body } = await parse(await mask(`["${filler}${filler}i-0ccccccccccccccc9"]`, headers));
    expect(body[0].endsWith("ec2-001")).toBe(true);
    expect(await masker.redis.cli("DBSIZE")).toBe(before);
  });

  test("with an image is refused where the policy blocks images, and counted where it does not", async () => {
    const image = { type: "base64", media_type: "image/png", data: "iVBORw0K".repeat(200_000) };
    const body = JSON.stringify({ messages: [{ role: "user", content: [{ type: "image", source: image }] }] });
    expect((await mask(body)).status).toBe(204);
    const refused = await mask(body, { "x-masker-policy": JSON.stringify({ key: { images: "block" } }) });
    expect([refused.status, (await parse(refused)).error.code]).toEqual([expect.any(Number), "blocked"]);
  });

  test("is counted and logged as any other", async () => {
    await mask(`["${filler}${filler}i-0ddddddddddddddd9"]`, { "x-request-id": "heavy-1" });
    const line = masker.lines.find((one) => one.includes("heavy-1"));
    expect(JSON.parse(line ?? "")).toMatchObject({
      event: "masked",
      kinds: { "ec2-instance": 1 },
      scope: "team:heavy",
    });
  });

  test("two at once are masked each for itself, beside small ones", async () => {
    const bodies = [1, 2, 3].map((digit) => `["${filler}${filler}i-0eeeeeeeeeeeeeee${digit}"]`);
    const answers = await Promise.all(
      bodies.map(async (body, index) => (await mask(body, { "x-masker-scope": `team:${index}` })).text()),
    );
    for (const answer of answers) expect(answer).toMatch(/ec2-001"\]\}$/);
  });

  test("is refused while Redis is away, and masked again when it is back", async () => {
    const body = `["${filler}${filler}i-0fffffffffffffff9"]`;
    await masker.redis.kill();
    const down = await mask(body);
    expect([down.status, (await parse(down)).error.code]).toEqual([503, "store_down"]);
    await masker.redis.restart();
    await expect.poll(async () => (await mask(body)).status, { timeout: 60_000 }).toBe(200);
  });
});

function newIds(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `i-0${index.toString(16).padStart(16, "0")}`);
}
