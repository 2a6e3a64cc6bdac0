import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "./parse.ts";
import { startApp } from "./start-app.ts";

const POLL = { timeout: 30_000, interval: 20 };

/** Two workers on one Redis, each with a memory of its own. */
let one: Awaited<ReturnType<typeof startApp>>;
let two: Awaited<ReturnType<typeof startApp>>;
beforeAll(async () => {
  one = await startApp();
  two = await startApp({ shared: one.shared });
});
afterAll(async () => {
  await two.stop();
  await one.stop();
});

const ask = async (worker: typeof one, path: string, body: object) => parse(await worker.post(path, body));

/** Both workers have the values in memory afterwards. */
async function sight(scope: string, text: string): Promise<string> {
  const masked = await ask(one, "/mask", { text, scope });
  for (const worker of [one, two])
    expect(await ask(worker, "/unmask", { text: masked.text, scope })).toMatchObject({ text });
  return masked.text;
}

describe("forgetting", () => {
  test("one value takes it from every worker, leaves the others, and burns its number", async () => {
    const scope = "team:forget";
    const placeholders = await sight(scope, "i-0aaaaaaaaaaaaaaa1 i-0aaaaaaaaaaaaaaa2");
    expect(await ask(one, "/scopes/forget", { scope, value: "i-0aaaaaaaaaaaaaaa1" })).toEqual({ scope, forgotten: 1 });
    for (const worker of [one, two]) {
      const restored = () => ask(worker, "/unmask", { text: placeholders, scope });
      await expect.poll(restored, POLL).toMatchObject({ text: "ec2-001 i-0aaaaaaaaaaaaaaa2", unknown: ["ec2-001"] });
    }
    expect(await ask(two, "/mask", { text: "i-0aaaaaaaaaaaaaaa1", scope })).toMatchObject({ text: "ec2-003" });
    expect(await ask(one, "/scopes/forget", { scope, value: "i-0fffffffffffffff1" })).toMatchObject({ forgotten: 0 });
  });

  test("a scope takes all of it from every worker, and nothing from another scope", async () => {
    const [scope, other] = ["team:delete", "team:keep"];
    const placeholders = await sight(scope, "i-0bbbbbbbbbbbbbbb1 s3://acme-secret-bucket/");
    await sight(other, "i-0bbbbbbbbbbbbbbb1");
    expect(await ask(one, "/scopes/delete", { scope })).toEqual({ scope, deleted: 2 });
    for (const worker of [one, two]) {
      const restored = () => ask(worker, "/unmask", { text: placeholders, scope });
      await expect.poll(restored, POLL).toMatchObject({ text: placeholders, restored: 0 });
      const learned = () => ask(worker, "/mask", { text: "acme-secret-bucket", scope });
      await expect.poll(learned, POLL).toMatchObject({ text: "acme-secret-bucket" });
      expect(await ask(worker, "/unmask", { text: "ec2-001", scope: other })).toMatchObject({ restored: 1 });
    }
    expect(await ask(two, "/mask", { text: "i-0bbbbbbbbbbbbbbb1", scope })).toMatchObject({ text: "ec2-002" });
  });
});

test("statistics count a scope and hold no value", async () => {
  const scope = "team:statistics";
  await sight(scope, "i-0ccccccccccccccc1 i-0ccccccccccccccc2 s3://acme-counted-bucket/");
  const counted = await ask(two, "/scopes/statistics", { scope });
  expect(counted).toEqual({
    scope,
    mappings: 3,
    names: 1,
    prefixes: { ec2: { highest: 2, live: 2 }, bucket: { highest: 1, live: 1 } },
  });
});

test("each of it is on record: who, what, which scope, how many; no value", async () => {
  const scope = "team:recorded";
  await sight(scope, "i-0ddddddddddddddd1 i-0ddddddddddddddd2");
  await ask(one, "/scopes/forget", { scope, value: "i-0ddddddddddddddd1" });
  await ask(one, "/scopes/statistics", { scope });
  await ask(one, "/scopes/delete", { scope });
  const entries = (await one.audited()).filter((entry) => entry["scope"] === scope && entry["action"] !== "unmask");
  expect(entries).toMatchObject([
    { action: "forget value", who: "admin", count: 1 },
    { action: "scope statistics", who: "admin" },
    { action: "delete scope", who: "admin", count: 1 },
  ]);
  expect(JSON.stringify([...entries, ...one.lines])).not.toContain("i-0d");
});

test.each([
  ["/scopes/delete", {}, /scope/],
  ["/scopes/delete", { scope: "" }, /scope/],
  ["/scopes/forget", { scope: "team:x" }, /value/],
  ["/scopes/forget", { scope: "team:x", value: "" }, /value/],
])("%s refuses %j, naming the field", async (path, body, message) => {
  const answer = await one.post(path, body);
  expect([answer.status, (await parse(answer)).error]).toEqual([
    400,
    { code: "bad_request", message: expect.stringMatching(message) },
  ]);
});
