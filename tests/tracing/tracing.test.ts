import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTracing } from "../../masker-service/src/tracing/open-tracing.ts";
import { startApp } from "../http/start-app.ts";

const SOURCE = join(import.meta.dirname, "../../masker-service/src");
const TRACE = "0af7651916cd43dd8448eb211c80319c";
const PARENT = "b7ad6b7169203331";

interface SentSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly status: { readonly code?: number };
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
}

const received: string[] = [];
const collector = createServer((request, response) => {
  void buffer(request).then((body) => {
    received.push(`${request.url} ${body.toString()}`);
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
});

let masker: Awaited<ReturnType<typeof startApp>>;
let close: () => Promise<void>;
beforeAll(async () => {
  collector.listen(0, "127.0.0.1");
  await once(collector, "listening");
  const tracing = openTracing(`http://127.0.0.1:${(collector.address() as AddressInfo).port}/`, "masker-test");
  close = () => tracing.close();
  masker = await startApp({ tracing });
});
afterAll(async () => {
  await masker.stop();
  collector.close();
});

test("mask, store and restore are spans of the caller's trace, and hold no value", async () => {
  const traced = { traceparent: `00-${TRACE}-${PARENT}-01`, "x-request-id": "traced-1" };
  const id = "i-0123456789abcdef0";
  const guard = { ...traced, "x-masker-scope": "team:traced", "x-masker-api": "anthropic" };
  const masked = await masker.post("/guardrail/request", { text: id }, guard);
  const { ticket } = (await masked.json()) as { ticket: string };
  const headers = { ...traced, "x-masker-ticket": ticket, "x-masker-api": "anthropic" };
  expect(await (await masker.post("/guardrail/response", '["ec2-001"]', headers)).text()).toBe(`["${id}"]`);
  await masker.post("/guardrail/request", `{"text": "${id}`, guard);
  await masker.get("/patterns");
  await close();

  expect(received.map((one) => one.split(" ")[0])).toContain("/v1/traces");
  const spans = received.flatMap(spansOf);
  const mine = spans.filter(({ traceId }) => traceId === TRACE);
  const [mask, restore, refused] = mine.filter(({ parentSpanId }) => parentSpanId === PARENT);
  expect(mine).toHaveLength(spans.length);
  expect(mine.map(({ name }) => name).toSorted()).toEqual(["mask", "mask", "restore", "store allot", "store reveal"]);
  const parents = new Map(mine.map(({ name, parentSpanId }) => [name, parentSpanId]));
  expect([parents.get("store allot"), parents.get("store reveal")]).toEqual([mask?.spanId, restore?.spanId]);
  expect(attributesOf(mask)).toMatchObject({ "http.route": "/guardrail/request", "masker.request_id": "traced-1" });
  expect(attributesOf(refused)).toMatchObject({ "http.response.status_code": 400, "error.type": "bad_json" });
  expect(received.join("")).toContain("masker-test");
  expect(received.join("")).not.toContain("0123456789abcdef0");
});

test("without an endpoint nothing of the SDK is loaded: one file imports it, and that one is imported on demand", async () => {
  const files = (await readdir(SOURCE, { recursive: true })).filter((file) => file.endsWith(".ts"));
  const texts = await Promise.all(
    files.map(async (file) => [file, await readFile(join(SOURCE, file), "utf8")] as const),
  );
  const importers = (pattern: RegExp) => texts.filter(([, text]) => pattern.test(text)).map(([file]) => file);
  expect(importers(/@opentelemetry/)).toEqual(["tracing/open-tracing.ts"]);
  expect(importers(/from "[^"]*open-tracing\.ts"/)).toEqual([]);
  expect(importers(/await import\("\.\/tracing\/open-tracing\.ts"\)/)).toEqual(["serve.ts"]);
});

function spansOf(request: string): SentSpan[] {
  const { resourceSpans } = JSON.parse(request.slice(request.indexOf("{"))) as {
    resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[];
  };
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
}

function attributesOf(span: SentSpan | undefined): Record<string, unknown> {
  return Object.fromEntries((span?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]));
}
