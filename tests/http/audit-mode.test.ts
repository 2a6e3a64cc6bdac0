import { afterAll, beforeAll, expect, test } from "vitest";
import { askGuardrail, readMetric, type Masker } from "./ask-guardrail.ts";
import { parse } from "./parse.ts";
import { startApp } from "./start-app.ts";

const ID = "i-0aaaaaaaaaaaaaaa7";
const KEY = "AKIA1234567890ABCDEF";
const text = `stop ${ID} with ${KEY}`;
const IMAGE = { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBORw0KGgo".repeat(8) } };

let masker: Masker;
beforeAll(async () => {
  masker = await startApp({ policy: { audit: true } });
});
afterAll(async () => {
  await masker.stop();
});

test("sends the body on as it is, and reports kinds, counts and places without a value", async () => {
  const answer = await askGuardrail(masker, { n: 1, text });
  expect([answer.status, answer.headers.get("x-masker-policy")]).toEqual([
    204,
    "profile=default; audit=on; images=allow; guard=warn",
  ]);
  const body = JSON.stringify({ n: 1, text });
  const at = (value: string) => `${body.indexOf(value)}-${body.indexOf(value) + value.length}`;
  const line = masker.lines.map((one) => JSON.parse(one)).find(({ event }) => event === "audited");
  expect(line).toMatchObject({
    level: "warn",
    kinds: { "ec2-instance": 1, "iam-access-key": 1 },
    found: 2,
    places: [`ec2-instance ${at(ID)}`, `iam-access-key ${at(KEY)}`],
  });
  expect(await readMetric(masker, "masker_audit_requests_total")).toBe(1);
  expect(await readMetric(masker, 'masker_audit_found_total{kind="iam-access-key"}')).toBe(1);
  const told = masker.lines.join("\n") + (await (await masker.get("/metrics")).text());
  expect(told).not.toMatch(/i-0aaa|AKIA/);
  expect(await masker.redis.cli("KEYS", "*")).toEqual(["masker:{ready}:key"]); // and no mapping
});

test("still blocks images where the policy does", async () => {
  expect((await askGuardrail(masker, { content: [IMAGE] }, { key: { images: "block" } })).status).toBe(422);
});

test("is left by a team whose policy says so", async () => {
  const answer = await askGuardrail(masker, { text: ID }, { team: { audit: false }, key: { audit: true } });
  expect((await parse(answer)).body.text).toMatch(/^ec2-\d+$/);
});

test("does not touch the canary, which looks whether masking works", async () => {
  const headers = { "x-masker-mode": "proof", "x-masker-scope": "canary" };
  const answer = await askGuardrail(masker, { text: ID }, undefined, headers);
  expect((await parse(answer)).body.text).toMatch(/^ec2-\d+$/);
});

test("of one text says where it would mask, and changes and stores nothing", async () => {
  const before = await masker.redis.cli("DBSIZE");
  const answer = await parse(await masker.post("/mask", { text, scope: "user:audit", audit: true }));
  const found = [
    { kind: "ec2-instance", start: 5, end: 24 },
    { kind: "iam-access-key", start: 30, end: 50 },
  ];
  expect(answer).toEqual({ text, scope: "user:audit", found });
  expect(await masker.redis.cli("DBSIZE")).toBe(before);
});
