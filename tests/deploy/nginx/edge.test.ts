import { Agent, type IncomingMessage } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Edge, startEdge } from "./edge.ts";
import { NGINX_PATIENCE_MS } from "./find-nginx.ts";
import { readOpenPaths } from "./read-open-paths.ts";
import { send } from "./send.ts";
import { startUpstream, type Upstream } from "./start-upstream.ts";

const LIMIT = 100_000;
const UUID_LIKE = /^[0-9a-f]{32}$/;

let upstream: Upstream;
let edge: Edge;

beforeAll(async () => {
  upstream = await startUpstream((request, response) => {
    let size = 0;
    request.on("data", (chunk: Buffer) => (size += chunk.length));
    request.on("end", () => {
      const { url, headers } = request as IncomingMessage & { url: string };
      response.setHeader("x-request-id", "of-litellm");
      response.end(JSON.stringify({ url, size, headers }));
    });
  });
  edge = await startEdge({ litellmPort: upstream.port, bodyLimit: LIMIT });
}, NGINX_PATIENCE_MS);

afterAll(async () => {
  await edge.stop();
  await upstream.stop();
});

interface Echo {
  readonly url: string;
  readonly size: number;
  readonly headers: Readonly<Record<string, string>>;
}

async function echo(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Echo> {
  const answer = await send(edge.url + path, { headers, body: "{}" });
  expect(answer.status).toBe(200);
  return JSON.parse(answer.text) as Echo;
}

describe("paths", () => {
  test.each([
    ["/v1/messages", "/v1/messages"],
    ["/v1/messages?beta=true", "/v1/messages?beta=true"],
    ["/v1/v1/messages", "/v1/messages"],
    ["/v1/v1/messages?beta=true", "/v1/messages?beta=true"],
    ["/v1/v1/messages/count_tokens", "/v1/messages/count_tokens"],
    ["/v1/v1/chat/completions", "/v1/chat/completions"],
    ["/v1/models/a%2Fb", "/v1/models/a%2Fb"],
  ])("%s reaches LiteLLM as %s", async (asked, got) => {
    expect((await echo(asked)).url).toBe(got);
  });

  test("every model API that the guard masks is let in at the clients' port", async () => {
    const paths = await readOpenPaths();
    expect(paths).toContain("/v1/messages/count_tokens");
    for (const path of paths) expect((await echo(path)).url).toBe(path);
  });

  test.each(["/", "/ui/", "/key/generate", "/login", "/config/update", "/v1", "/metrics", "//v1/messages"])(
    "%s is not let in at the clients' port, but at the admins'",
    async (path) => {
      const refused = await send(edge.url + path);
      expect(refused.status).toBe(404);
      expect(JSON.parse(refused.text)).toMatchObject({ type: "error", error: { type: "not_found_error" } });
      expect((await send(edge.adminUrl + path)).status).toBe(path === "/" ? 302 : 200);
    },
  );
});

describe("request ids", () => {
  test("a harmless one of the client's is passed on and sent back", async () => {
    const answer = await send(`${edge.url}/v1/models`, { headers: { "x-request-id": "turn-7" }, method: "GET" });
    expect(JSON.parse(answer.text)).toMatchObject({ headers: { "x-request-id": "turn-7" } });
    expect(answer.headers["x-request-id"]).toBe("turn-7");
    // nginx writes its line once the answer is gone.
    await expect.poll(() => edge.log()).toContain('"requestId":"turn-7"');
  });

  test.each([{}, { "x-request-id": "a b" }, { "x-request-id": 'a"}' }, { "x-request-id": "a".repeat(65) }])(
    "%j gets a new one",
    async (headers) => {
      const answer = await send(`${edge.url}/v1/models`, { headers, method: "GET" });
      const id = answer.headers["x-request-id"];
      expect(id).toMatch(UUID_LIKE);
      expect(JSON.parse(answer.text)).toMatchObject({ headers: { "x-request-id": id } });
    },
  );
});

test("a client cannot say for another address that it is from there", async () => {
  expect((await echo("/v1/messages", { "x-forwarded-for": "10.0.0.1" })).headers["x-forwarded-for"]).toBe("127.0.0.1");
});

test("a body of exactly the limit passes, and one byte more is refused before LiteLLM sees any of it", async () => {
  const fits = await send(`${edge.url}/v1/messages`, { body: Buffer.alloc(LIMIT, 97) });
  expect(JSON.parse(fits.text)).toMatchObject({ size: LIMIT });
  const before = upstream.connections();
  const refused = await send(`${edge.url}/v1/messages`, { body: Buffer.alloc(LIMIT + 1, 97), agent: new Agent() });
  expect(refused.status).toBe(413);
  expect(refused.headers["x-should-retry"]).toBe("false");
  expect(JSON.parse(refused.text)).toMatchObject({ type: "error", error: { type: "request_too_large", code: "413" } });
  expect(upstream.connections()).toBe(before);
});

test("a connection to LiteLLM is used again", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await send(`${edge.url}/v1/models`, { agent });
  const before = upstream.connections();
  for (let turn = 0; turn < 20; turn += 1) await send(`${edge.url}/v1/models`, { agent });
  agent.destroy();
  expect(upstream.connections()).toBe(before);
});

test("nothing of a request is on disk or in the log: no body, no path, no query, no key", async () => {
  const secret = "i-0a1b2c3d4e5f60718";
  const headers = { authorization: `Bearer ${secret}`, "user-agent": secret, referer: secret };
  await send(`${edge.url}/v1/${secret}?key=${secret}`, { headers, body: secret.repeat(4000) });
  expect(await edge.log()).not.toContain(secret);
  expect(await edge.files()).toEqual(["nginx.pid"]);
});
