import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

const INSTANCE = /i-[0-9a-f]{17}/g;

/** One request as the stand-in got it. */
export interface MaskerCall {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** Speaks the masker's side of the protocol for instance ids only: `i-…` ↔ `ec2-…` by reversing the digits. */
export interface StandInMasker {
  readonly port: number;
  readonly calls: MaskerCall[];
  /** Streams that are open now. */
  openStreams(): number;
  /** What the next calls do instead of their work. */
  answerWith(status: number | "drop" | "hang" | undefined): void;
  /** Cuts every open stream in its middle. */
  cutStreams(): void;
  stop(): Promise<void>;
}

/** Starts it on a free port of 127.0.0.1. It keeps no state, so it is no test of masking: only of who calls it, how. */
export async function startStandInMasker(key: string, port = 0): Promise<StandInMasker> {
  const calls: MaskerCall[] = [];
  const streams = new Set<ServerResponse>();
  let instead: number | "drop" | "hang" | undefined;
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? "";
    if (request.headers.authorization !== `Bearer ${key}`) return refuse(response, 401, "authorization: wrong key");
    if (path === "/guardrail/stream" && instead === undefined) {
      calls.push({ path, headers: request.headers, body: "" });
      return stream(request, response);
    }
    const body = (await buffer(request)).toString();
    calls.push({ path, headers: request.headers, body });
    if (instead === "hang") return;
    if (instead === "drop") return void request.socket.destroy();
    if (instead !== undefined) return refuse(response, instead, "stand-in: told to refuse; tell it otherwise");
    if (path === "/guardrail/response") return void response.end(restore(body));
    if (!body.match(INSTANCE)) return void response.writeHead(204).end();
    const ticket = `ticket-of-${request.headers["x-masker-scope"]?.toString()}`;
    response.end(`{"ticket":${JSON.stringify(ticket)},"body":${mask(body)}}`);
  };
  const stream = (request: IncomingMessage, response: ServerResponse): void => {
    streams.add(response);
    response.on("close", () => {
      streams.delete(response);
      request.destroy();
    });
    response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
    let held = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => {
      const frames = (held + chunk).split("\n\n");
      held = frames.pop() ?? "";
      for (const frame of frames) response.write(`${restore(frame)}\n\n`);
    });
    request.on("end", () => response.end(restore(held)));
    request.on("error", () => response.destroy());
  };
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    calls,
    openStreams: () => streams.size,
    answerWith: (status) => void (instead = status),
    cutStreams: () => streams.forEach((response) => response.socket?.destroy()),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ error: { code: "refused", message } }));
}

function mask(text: string): string {
  return text.replaceAll(INSTANCE, (id) => `ec2-${reversed(id.slice(2))}`);
}

function restore(text: string): string {
  return text.replaceAll(/ec2-([0-9a-f]{17})/g, (_, digits: string) => `i-${reversed(digits)}`);
}

function reversed(digits: string): string {
  return digits.split("").toReversed().join("");
}
