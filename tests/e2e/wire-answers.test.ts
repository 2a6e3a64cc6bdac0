import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { deflateSync, gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { streamedAnswer, wholeAnswer } from "../litellm/upstream-answers.ts";
import { expectUnstored } from "./audit.ts";
import { newInstanceId } from "./originals.ts";
import { readStream } from "./read-stream.ts";
import { newTeamKey } from "./team-key.ts";

const gateway = inject("gateway");
const MOVED = "/v1/messages/moved";
const END = "\r\n\r\n";

/** What a provider writes on its socket, byte by byte; `answer` is what it says, whole or as a stream. */
type Write = (socket: Socket, answer: { type: string; text: string }, request: string) => void;

let server: Server;
let write: Write;
const requests: string[] = [];
const sockets = new Set<Socket>();

beforeAll(async () => {
  server = createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    let held = "";
    socket.setEncoding("utf8").on("data", (bytes: string) => {
      held += bytes;
      const end = held.indexOf(END);
      const length = Number(/^content-length: (\d+)/im.exec(held)?.[1] ?? 0);
      if (end < 0 || Buffer.byteLength(held) < end + END.length + length) return;
      const request = held;
      held = "";
      requests.push(request);
      const said = /ec2-\d{3}/.exec(request)?.[0] ?? "nothing";
      const isStream = /"stream": ?true/.test(request);
      const text = isStream ? streamedAnswer(MOVED, said).join("") : JSON.stringify(wholeAnswer(MOVED, said));
      write(socket, { type: isStream ? "text/event-stream" : "application/json", text }, request);
    });
  });
  server.listen(gateway.providerPort, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => {
  requests.length = 0;
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  server.close();
  await once(server, "close");
});

function head(status: string, headers: Record<string, string | number>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status}\r\n${lines.join("")}\r\n`;
}

/** The answer as it should be, but for these headers and this way to write its bytes. */
function send(
  socket: Socket,
  type: string,
  body: string | Buffer,
  headers: Record<string, string | number> = {},
): void {
  socket.write(head("200 OK", { "content-type": type, "content-length": Buffer.byteLength(body), ...headers }));
  socket.write(body);
}

function move(socket: Socket, status: string, to: string): void {
  socket.write(head(status, { location: `http://127.0.0.1:${gateway.providerPort}${to}`, "content-length": 0 }));
}

async function ask(stream: boolean): Promise<{ instance: string; status: number; text: string }> {
  const instance = newInstanceId();
  const messages = [{ role: "user", content: `look at ${instance}` }];
  const body = { model: "claude-opus-5-5", max_tokens: 9, stream, messages };
  const answer = await readStream(`${gateway.url}/v1/messages`, newTeamKey(), body);
  await answer.wasCut;
  expect(requests.join()).toContain("look at ec2-001");
  expect(requests.join()).not.toContain(instance);
  await expectUnstored(gateway, [instance]);
  return { instance, status: answer.status, text: answer.text() };
}

describe.for([false, true])("an answer, streamed: %s,", (stream) => {
  test.for<readonly [string, Write]>([
    ["in gzip", (to, { type, text }) => send(to, type, gzipSync(text), { "content-encoding": "gzip" })],
    ["in deflate", (to, { type, text }) => send(to, type, deflateSync(text), { "content-encoding": "deflate" })],
    ["as text/plain", (to, { text }) => send(to, "text/plain", text)],
    ["as bytes", (to, { text }) => send(to, "application/octet-stream", text)],
    ["of no type", (to, { text }) => to.write(`${head("200 OK", { "content-length": text.length })}${text}`)],
    [
      "in a chunk with trailers",
      (to, { type, text }) => {
        to.write(head("200 OK", { "content-type": type, "transfer-encoding": "chunked", trailer: "x-a" }));
        to.write(`${text.length.toString(16)}\r\n${text}\r\n0\r\nx-a: ec2-001\r\n\r\n`);
      },
    ],
    [
      "after hints",
      (to, { type, text }) => {
        to.write(head("103 Early Hints", { link: "</ec2-001>; rel=preload" }));
        send(to, type, text);
      },
    ],
    [
      "at the address to which 307 sends the request again",
      (to, { type, text }, request) =>
        request.includes(MOVED) ? send(to, type, text) : move(to, "307 Temporary Redirect", MOVED),
    ],
  ])("%s is restored", async ([, bytes]) => {
    write = bytes;
    const { instance, status, text } = await ask(stream);
    expect(status).toBe(200);
    expect(text).toContain(instance);
    expect(text).not.toContain("ec2-001");
  });

  test.for<readonly [string, Write]>([
    ["with two lengths", (to, { type, text }) => send(to, type, text, { "transfer-encoding": "chunked" })],
    ["no gzip, though it says so", (to, { type, text }) => send(to, type, text, { "content-encoding": "gzip" })],
    ["sent round and round", (to) => move(to, "307 Temporary Redirect", MOVED)],
    [
      "with another protocol",
      (to) => to.write(head("101 Switching Protocols", { upgrade: "x", connection: "upgrade" })),
    ],
    ["that is no HTTP", (to) => to.end(`ec2-001${END}`)],
  ])("%s ends in an error", async ([, bytes]) => {
    write = bytes;
    const { status, text } = await ask(stream);
    expect(status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({ error: { message: expect.any(String) as string } });
  });

  test.for([
    ["longer", -40],
    ["shorter", 40],
  ] as const)("%s than it says ends, in an error or not, as LiteLLM takes it", async ([, more]) => {
    write = (to, { type, text }) => {
      send(to, type, text, { "content-length": text.length + more });
      to.end();
    };
    const { status, text } = await ask(stream);
    expect([200, 500]).toContain(status);
    expect(text).not.toContain("ec2-001");
  });

  test("behind 302 is asked for without the request's body", async () => {
    write = (to, { type, text }, request) =>
      request.startsWith("GET") ? send(to, type, text) : move(to, "302 Found", MOVED);
    const { text } = await ask(stream);
    expect(requests[1]).not.toContain("look at");
    expect(text).not.toContain("ec2-001");
  });
});
