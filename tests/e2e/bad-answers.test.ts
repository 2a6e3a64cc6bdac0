import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { expectUnstored } from "./audit.ts";
import { newInstanceId } from "./originals.ts";
import { readStream } from "./read-stream.ts";
import { newTeamKey } from "./team-key.ts";

const gateway = inject("gateway");
const EVENT = (text: string): string =>
  `event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"${text}"}}\n\n`;
const MEGABYTE = 1024 * 1024;

let server: Server;
let answer: (response: ServerResponse) => void = () => undefined;
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume().on("end", () => answer(response));
  });
  server.listen(gateway.providerPort, "127.0.0.1");
  await once(server, "listening");
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

/** What a client gets of a stream for which a provider writes these bytes. */
async function ask(instance: string, write: (response: ServerResponse) => void, type = "text/event-stream") {
  answer = (response) => {
    response.writeHead(200, { "content-type": type });
    write(response);
  };
  const messages = [{ role: "user", content: `look at ${instance}` }];
  const body = { model: "claude-opus-5-5", max_tokens: 9, stream: true, messages };
  const stream = await readStream(`${gateway.url}/v1/messages`, newTeamKey(), body);
  const wasCut = await stream.wasCut;
  return { status: stream.status, text: stream.text(), wasCut };
}

test.for([
  ["a page in place of a stream", "text/html", "<html>no ec2-001</html>"],
  ["a whole answer in place of a stream", "application/json", '{"content":[{"type":"text","text":"ec2-001"}]}'],
  ["text without an event", "text/event-stream", "ec2-001 is not an event"],
  ["bytes that are no UTF-8", "text/event-stream", Buffer.from(`data: \u00ff\n\n${EVENT("ec2-001")}`, "latin1")],
  ["events with data that is no JSON", "text/event-stream", `data: {not json ec2-001\n\n${EVENT("ec2-001")}`],
  ["nothing", "text/event-stream", ""],
] as const)("%s ends for the client, and the gateway goes on", async ([, type, bytes]) => {
  const instance = newInstanceId();
  const { text } = await ask(instance, (response) => response.end(bytes), type);
  // Whatever of it comes through, an event that names the placeholder names the original then.
  for (const event of text.split("\n\n").filter((each) => each.includes("text_delta")))
    expect(event).toContain(instance);
  await expectUnstored(gateway, [instance]);

  const next = newInstanceId();
  const after = await ask(next, (response) => response.end(EVENT("so ec2-0") + EVENT("01.")));
  expect(after.text).toContain(`so ${next}`);
});

test("an event of three megabytes passes whole and restored", async () => {
  const instance = newInstanceId();
  const filler = "x".repeat(3 * MEGABYTE);
  const { text } = await ask(instance, (response) => response.end(EVENT(`${filler} ec2-001 ${filler}`)));
  expect(text).toContain(` ${instance} `);
  expect(text.length).toBeGreaterThan(6 * MEGABYTE);
});

test("an event without end is cut off with an error, before it fills the memory", async () => {
  const instance = newInstanceId();
  const chunk = "x".repeat(MEGABYTE);
  let sent = 0;
  const { text, wasCut } = await ask(instance, (response) => {
    response.write('event: content_block_delta\ndata: {"type":"');
    const pump = (): void => {
      while (!response.destroyed && sent < 64 && response.write(chunk)) sent++;
      if (response.destroyed) return;
      if (sent >= 64) response.end();
      else response.once("drain", pump);
      sent++;
    };
    pump();
  });
  expect(wasCut || /event: error|"error"/.test(text)).toBe(true);
  expect(text).not.toContain(chunk);
});
