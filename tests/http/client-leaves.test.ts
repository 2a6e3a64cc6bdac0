import { once } from "node:events";
import { connect, type AddressInfo, type Server } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadRecordedStreams } from "../restore/stream/recorded-stream.ts";
import { readMetric } from "./ask-guardrail.ts";
import { API_KEY, startApp } from "./start-app.ts";

const PLACES = 12;
const SOON = { timeout: 20_000, interval: 50 };

let masker: Awaited<ReturnType<typeof startApp>>;
let server: Server;
let ticket: string;
beforeAll(async () => {
  masker = await startApp();
  server = createAdaptorServer({ fetch: masker.app.fetch }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const headers = { "x-masker-scope": "team:leaving", "x-masker-api": "anthropic" };
  const answer = await masker.post(
    "/guardrail/request",
    { a: ["i-0aaaabbbbcccc0001", "sg-0aaaabbbbcccc0002"] },
    headers,
  );
  ({ ticket } = (await answer.json()) as { ticket: string });
});
afterAll(async () => {
  server.close();
  await once(server, "close");
  await masker.stop();
});

/** Sends the first bytes of a stream on a connection of its own, waits until some come back if any may, and breaks it. */
async function leaveAt(api: string, bytes: Buffer, place: number, isAnswered: boolean): Promise<void> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  await once(socket, "connect");
  const head = `POST /guardrail/stream HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${API_KEY}\r\nx-masker-ticket: ${ticket}\r\nx-masker-api: ${api}\r\ntransfer-encoding: chunked\r\n\r\n`;
  const part = bytes.subarray(0, place);
  socket.write(head);
  socket.write(Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from("\r\n")]));
  if (isAnswered) await once(socket, "data");
  socket.on("error", () => undefined);
  socket.resetAndDestroy();
}

/** How many of a kind keep the process at work; looked at from within a poll, which has timers of its own. */
async function expectResources(kind: string, isRight: (count: number) => boolean): Promise<void> {
  const count = (): number => process.getActiveResourcesInfo().filter((each) => each === kind).length;
  await expect.poll(() => isRight(count()), SOON).toBe(true);
}

async function countResources(kind: string): Promise<number> {
  let counted = 0;
  await expectResources(kind, (count) => {
    counted = count;
    return true;
  });
  return counted;
}

test.each(loadRecordedStreams())(
  "a client that leaves anywhere in $name leaves no socket, timer or turn behind",
  async ({ api, text }) => {
    const bytes = Buffer.from(text);
    const [timers, sockets] = [await countResources("Timeout"), await countResources("TCPSocketWrap")];
    const places = Array.from({ length: PLACES }, (_, at) => Math.ceil(((at + 1) * bytes.length) / (PLACES + 1)));
    await Promise.all(places.map((place, at) => leaveAt(api, bytes, place, at % 2 === 0)));

    const connections = (): Promise<number> =>
      new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
    await expect.poll(connections, SOON).toBe(0);
    await expect.poll(() => readMetric(masker, 'masker_requests_working{lane="stream"}'), SOON).toBe(0);
    await expectResources("Timeout", (count) => count <= timers);
    await expectResources("TCPSocketWrap", (count) => count <= sockets);
  },
);

test("what is counted would be seen: an open stream has its turn and its socket", async () => {
  const before = await countResources("TCPSocketWrap");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  await once(socket, "connect");
  socket.write(
    `POST /guardrail/stream HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${API_KEY}\r\nx-masker-ticket: ${ticket}\r\nx-masker-api: gemini\r\ntransfer-encoding: chunked\r\n\r\n9\r\n: hello\n\n\r\n`,
  );
  await once(socket, "data");
  expect(await readMetric(masker, 'masker_requests_working{lane="stream"}')).toBe(1);
  expect(await countResources("TCPSocketWrap")).toBeGreaterThan(before);
  socket.resetAndDestroy();
  await expect.poll(() => readMetric(masker, 'masker_requests_working{lane="stream"}'), SOON).toBe(0);
});
