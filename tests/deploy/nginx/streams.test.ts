import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Balancer, startBalancer } from "./balancer.ts";
import { type Edge, startEdge } from "./edge.ts";
import { NGINX_PATIENCE_MS } from "./find-nginx.ts";
import { openDuplex } from "./open-duplex.ts";
import { send } from "./send.ts";
import { startEcho } from "./start-echo.ts";
import type { Upstream } from "./start-upstream.ts";

const PIECE = "x".repeat(1_000_000);
const PIECES = 16;

let echo: Upstream;
let edge: Edge;
let balancer: Balancer;

beforeAll(async () => {
  echo = await startEcho("echo");
  edge = await startEdge({ litellmPort: echo.port });
  balancer = await startBalancer([echo.port]);
}, NGINX_PATIENCE_MS);

afterAll(async () => {
  await edge.stop();
  await balancer.stop();
  await echo.stop();
});

describe.each([
  { name: "the edge", address: () => `${edge.url}/v1/messages` },
  { name: "the balancer", address: () => `${balancer.url}/guardrail/stream` },
])("$name", ({ address }) => {
  test("passes each piece on before the next one is there, both ways", async () => {
    // In lockstep: the next piece is sent only when the one before has come back, so a buffer anywhere would wait forever.
    const duplex = await openDuplex(address(), "data: 0\n\n");
    expect(await duplex.next()).toBe("echo:data: 0\n\n");
    for (let piece = 1; piece <= 50; piece += 1) {
      duplex.write(`data: ${piece}\n\n`);
      expect(await duplex.next()).toBe(`echo:data: ${piece}\n\n`);
    }
    duplex.end();
    expect(await duplex.next()).toBe("");
  });
});

test("the balancer passes megabytes that come back while they are sent and are read late", async () => {
  const duplex = await openDuplex(`${balancer.url}/guardrail/stream`, PIECE);
  for (let more = 1; more < PIECES; more += 1) duplex.write(PIECE);
  duplex.end();
  let got = "";
  for (let next = await duplex.next(); next !== ""; next = await duplex.next()) got += next;
  expect(got.replaceAll("echo:", "")).toHaveLength(PIECES * PIECE.length);
});

test("the edge holds nothing back either where an answer does not say how it will end", async () => {
  // nginx passes chunks on as they come even where it buffers; of an answer that ends with its connection it would not.
  let say: (piece: string) => void = () => {};
  const server = createServer((socket) => {
    socket.once("data", () => socket.write("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nfirst"));
    say = (piece) => void socket.write(piece);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => void server.close());
  const plain = await startEdge({ litellmPort: (server.address() as AddressInfo).port });
  onTestFinished(() => plain.stop());
  const answer = await openDuplex(`${plain.url}/v1/messages`, "{}", { "content-length": "2" });
  expect(await answer.next()).toBe("first");
  say("second");
  expect(await answer.next()).toBe("second");
});

test("the edge passes a body of the full 32 MiB", async () => {
  const answer = await send(`${edge.url}/v1/chat/completions?answer=size`, { body: Buffer.alloc(33_554_432, 97) });
  expect(answer).toMatchObject({ status: 200, text: "33554432" });
});

test("neither has written a byte of it to disk", async () => {
  expect(await edge.files()).toEqual(["nginx.pid"]);
  expect(await balancer.files()).toEqual(["nginx.pid"]);
});
