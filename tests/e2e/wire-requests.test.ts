import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { beforeEach, describe, expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { exchangeRaw } from "./exchange-raw.ts";
import { newAccessKeyId, newInstanceId, newSecretAccessKey } from "./originals.ts";
import type { RecordedRequest } from "./provider/recorded-request.ts";
import { placeholderIn } from "./seen.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const MESSAGES = "/v1/messages";
const BOTH = { "transfer-encoding": "chunked" };

const used = useGateway();
const { gateway } = used;

function message(id: string): string {
  return `{"model":"claude-opus-5-5","max_tokens":9,"messages":[{"role":"user","content":"see ${id}"}]}`;
}

/** The bytes of a request on a connection that ends with it, unless `headers` say otherwise. */
function write(body: string | Buffer, headers: Record<string, string> = {}, target = MESSAGES): Buffer {
  const all = {
    host: "x",
    authorization: `Bearer ${newTeamKey()}`,
    "content-type": "application/json",
    connection: "close",
    ...(headers["transfer-encoding"] === undefined && { "content-length": String(Buffer.byteLength(body)) }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`POST ${target} HTTP/1.1\r\n${lines.join("")}\r\n`), Buffer.from(body)]);
}

function chunked(parts: readonly string[], extension = "", trailer = ""): string {
  const chunks = parts.map((part) => `${Buffer.byteLength(part).toString(16)}${extension}\r\n${part}\r\n`);
  return `${chunks.join("")}0\r\n${trailer}\r\n`;
}

/** Says the placeholder that it was told. */
function sayBack(request: RecordedRequest) {
  return { blocks: [{ type: "text" as const, text: `about ${placeholderIn(request.raw.toString(), "ec2")}` }] };
}

describe("a body that cannot be read is refused with what to do, and nothing goes out:", () => {
  test.for<readonly [string, (id: string) => Buffer, RegExp]>([
    ["gzip", (id) => write(gzipSync(message(id)), { "content-encoding": "gzip" }), /content-encoding: .*compressed/],
    ["deflate", (id) => write(deflateSync(message(id)), { "content-encoding": "deflate" }), /content-encoding/],
    ["br", (id) => write(brotliCompressSync(message(id)), { "content-encoding": "br" }), /content-encoding/],
    ["gzip by its header alone", (id) => write(message(id), { "content-encoding": "GZIP" }), /content-encoding/],
    ["gzip without its header", (id) => write(gzipSync(message(id))), /UTF-8/],
    ["UTF-16", (id) => write(Buffer.from(message(id), "utf16le")), /body: not JSON/],
    ["a byte order mark", (id) => write(`\u{feff}${message(id)}`), /body: not JSON/],
    ["nothing", () => write(""), /body: not JSON/],
    ["JSON and more", (id) => write(`${message(id)} x`), /body: not JSON/],
    ["JSON twice", (id) => write(`${message("nothing")}\n${message(id)}`), /body: not JSON/],
    [
      "a form",
      (id) => write(`--b\r\ncontent-disposition: form-data; name="a"\r\n\r\n${id}\r\n--b--`),
      /body: not JSON/,
    ],
  ])("%s", async ([, bytes, reason]) => {
    const instance = newInstanceId();
    const answer = await exchangeRaw(gateway.url, bytes(instance));
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    const error = JSON.parse(answer.slice(answer.indexOf("\r\n\r\n"))) as object;
    const told = { type: "invalid_request_error", message: expect.stringMatching(reason) as string };
    expect(error).toEqual({ type: "error", error: told });
    expect(used.provider.requests).toEqual([]);
    await expectUnstored(gateway, [instance]);
  });
});

describe("a request is masked, and its answer restored, however it is written:", () => {
  test.for<readonly [string, (id: string) => Buffer]>([
    ["in chunks", (id) => write(chunked([message(id).slice(0, 90), message(id).slice(90)]), BOTH)],
    [
      "in chunks with extensions and a trailer",
      (id) => write(chunked([message(id)], `;a=${id}`, `x-a: ${id}\r\n`), BOTH),
    ],
    ["by the name of a form", (id) => write(message(id), { "content-type": "multipart/form-data; boundary=b" })],
    [
      "by the name of another charset",
      (id) => write(message(id), { "content-type": "application/json; charset=utf-16" }),
    ],
    [
      "with originals in the query",
      (id) => write(message(id), {}, `${MESSAGES}?model=${id}&user=${id}&api-version=${id}`),
    ],
    ["by an address with escapes", (id) => write(message(id), {}, "/v1%2f%6dessages")],
    [
      "with an upgrade that nobody offers",
      (id) => write(message(id), { connection: "upgrade, close", upgrade: "h2c" }),
    ],
  ])("%s", async ([, bytes]) => {
    const instance = newInstanceId();
    used.provider.script(sayBack);
    expect(await exchangeRaw(gateway.url, bytes(instance))).toMatch(`"text":"about ${instance}"`);
    expectUnseen(used.provider.requests, [instance]);
    await expectUnstored(gateway, [instance]);
  });

  test("three at once on one connection, each answered with its own, in turn", async () => {
    const instances = [newInstanceId(), newInstanceId(), newInstanceId()];
    used.provider.script(sayBack);
    const connections = ["keep-alive", "keep-alive", "close"];
    const requests = instances.map((id, at) => write(message(id), { connection: connections[at] ?? "" }));
    const answers = await exchangeRaw(gateway.url, Buffer.concat(requests));
    expect([...answers.matchAll(/"text":"about ([^"]*)"/g)].map(([, said]) => said)).toEqual(instances);
    expectUnseen(used.provider.requests, instances);
  });
});

describe("a request whose end can be read in two ways takes nothing past the gateway:", () => {
  const hidden = (id: string): string => write(message(id), {}, "/anthropic/v1/messages").toString("latin1");

  test.for<readonly [string, (id: string) => Buffer]>([
    [
      "an end by chunks before that by length",
      (id) => write(`0\r\n\r\n${hidden(id)}`, { ...BOTH, "content-length": String(hidden(id).length + 5) }),
    ],
    ["two lengths", (id) => write(message(id) + hidden(id), { "Content-Length": String(message(id).length) })],
    [
      "a coding with another name",
      (id) => write(message(id), { "transfer-encoding": "xchunked", "content-length": String(message(id).length) }),
    ],
    [
      "a coding with a space before its colon",
      (id) => write(chunked([message(id)]) + hidden(id), { "transfer-encoding ": "chunked" }),
    ],
    ["a length with a sign", (id) => write(message(id), { "content-length": `+${message(id).length}` })],
  ])("%s", async ([, bytes]) => {
    const instance = newInstanceId();
    const answer = await exchangeRaw(gateway.url, bytes(instance));
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).not.toContain("HTTP/1.1 200");
    expect(used.provider.requests).toEqual([]);
    await expectUnstored(gateway, [instance]);
  });
});

describe("headers, in which nothing is masked,", () => {
  beforeEach(() => used.provider.script([{ blocks: [{ type: "text", text: "hello" }] }]));

  /** Those by which LiteLLM, its callbacks and providers' clients are told something. */
  const TOLD =
    "user-agent x-request-id x-litellm-call-id x-litellm-trace-id x-litellm-session-id x-litellm-tags x-litellm-agent-id x-litellm-end-user-id x-litellm-customer-id x-litellm-model x-litellm-spend-logs-metadata x-session-id x-claude-code-session-id session-id thread-id traceparent tracestate baggage x-stainless-lang x-stainless-os x-app x-goog-api-client x-goog-user-project x-forwarded-for x-client-request-id openai-organization openai-project openai-beta idempotency-key custom-llm-provider cookie referer x-masker-ticket x-masker-scope x-masker-policy x-masker-api x-masker-mode";
  const BODIES = [
    [MESSAGES, { model: "claude-opus-5-5", max_tokens: 9, messages: [{ role: "user", content: "hello" }] }],
    ["/v1/messages/count_tokens", { model: "claude-opus-5-5", messages: [{ role: "user", content: "hello" }] }],
    [
      MESSAGES,
      {
        model: "bedrock/global.anthropic.claude-opus-5-5",
        max_tokens: 9,
        messages: [{ role: "user", content: "hello" }],
      },
    ],
    ["/v1/chat/completions", { model: "openai/gpt-5", messages: [{ role: "user", content: "hello" }] }],
    ["/v1/responses", { model: "openai/gpt-5", input: "hello" }],
    ["/v1beta/models/gemini/gemini-pro:generateContent", { contents: [{ role: "user", parts: [{ text: "hello" }] }] }],
  ] as const;

  test.for(BODIES)("do not reach the provider of %s %o", async ([path, body]) => {
    // Kept from the audit at the end: LiteLLM's log shows headers where it is told to show all.
    const value = "i-0feedfacefeedface";
    const headers = Object.fromEntries(TOLD.split(" ").map((name) => [name, value]));
    const answer = await exchangeRaw(gateway.url, write(JSON.stringify(body), headers, path));
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expectUnseen(used.provider.requests, [value]);
  });

  test.for<readonly [string, () => string]>([
    ["an instance", newInstanceId],
    ["an access key", newAccessKeyId],
    ["a secret", newSecretAccessKey],
    ["an account", () => "1234-5678-9012"],
    ["an ARN between names", () => `beta-2030-01-01, arn:aws:ec2:us-east-1::instance/${newInstanceId()}`],
  ])("are refused where LiteLLM passes them on and one holds %s", async ([, value]) => {
    for (const name of ["anthropic-beta", "anthropic-version"]) {
      const answer = await exchangeRaw(gateway.url, write(message("nothing"), { [name]: value() }));
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain(`"${name}: holds what is no name, and headers are not masked; leave it out"`);
    }
    expect(used.provider.requests).toEqual([]);
  });

  test("pass with names such as Anthropic gives its betas", async () => {
    const betas =
      "claude-code-20250219, max-tokens-3-5-sonnet-2024-07-15,output-128k-2025-02-19, context-1m-2025-08-07,, oauth-2025-04-20";
    const answer = await exchangeRaw(gateway.url, write(message("nothing"), { "anthropic-beta": betas }));
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(used.provider.requests[0]?.headers["anthropic-beta"]).toContain("max-tokens-3-5-sonnet-2024-07-15");
  });
});
