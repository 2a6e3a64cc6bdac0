import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** What it says with a 429. */
export const RETRY_AFTER = 7;
const INSTANCE = /i-[0-9a-f]{17}/g;
const CANARY = /ec2-([0-9]{7})\b/g;
/** What it says that it applied. */
export const POLICY = "profile=stand-in; audit=off";

/** One request as the stand-in got it. */
export interface MaskerCall {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export type Work = "masking" | "restoring";

/** Speaks the masker's side of the protocol for instance ids (`i-…` ↔ `ec2-…`) and the canary's (`ec2-…` ↔ `lit-…`) only, by reversing the digits. */
export interface StandInMasker {
  readonly port: number;
  readonly calls: MaskerCall[];
  /** Streams that are open now. */
  openStreams(): number;
  /** What the next calls do instead of their work. */
  answerWith(status: number | "drop" | "hang" | undefined): void;
  /** What it leaves out of its work from now on. */
  leaveOut(work: Work | undefined): void;
  /** Whether it begins to answer the next streams only once it has all of them. */
  answerLate(isLate: boolean): void;
  /** Cuts every open stream in its middle. */
  cutStreams(): void;
  stop(): Promise<void>;
}

/** Starts it on a free port of 127.0.0.1. It keeps no state, so it is no test of masking: only of who calls it, how. */
export async function startStandInMasker(key: string, port = 0): Promise<StandInMasker> {
  const calls: MaskerCall[] = [];
  const streams = new Set<ServerResponse>();
  let instead: number | "drop" | "hang" | undefined;
  let late = false;
  let leftOut: Work | undefined;
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
    if (path === "/guardrail/response") return void response.end(leftOut === "restoring" ? body : restore(body));
    response.setHeader("x-masker-policy", POLICY);
    if (leftOut === "masking" || (!body.match(INSTANCE) && !body.match(CANARY)))
      return void response.writeHead(204).end();
    const ticket = `ticket-of-${request.headers["x-masker-scope"]?.toString()}`;
    response.end(`{"ticket":${JSON.stringify(ticket)},"body":${mask(body)}}`);
  };
  const stream = (request: IncomingMessage, response: ServerResponse): void => {
    streams.add(response);
    response.on("close", () => {
      streams.delete(response);
      request.destroy();
    });
    response.writeHead(200, { "content-type": "text/event-stream" });
    if (late) {
      const whole = buffer(request).then((bytes) => void response.end(restore(bytes.toString())));
      return void whole.catch(() => response.destroy());
    }
    response.flushHeaders();
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
    leaveOut: (work) => void (leftOut = work),
    answerLate: (isLate) => void (late = isLate),
    cutStreams: () => streams.forEach((response) => response.socket?.destroy()),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function refuse(response: ServerResponse, status: number, message: string): void {
  const wait = status === 429 ? { "retry-after": String(RETRY_AFTER) } : {};
  response.writeHead(status, { "content-type": "application/json", ...wait });
  response.end(JSON.stringify({ error: { code: "refused", message } }));
}

function mask(text: string): string {
  const seen = text.replaceAll(CANARY, (_, digits: string) => `lit-${reversed(digits)}`);
  return seen.replaceAll(INSTANCE, (id) => `ec2-${reversed(id.slice(2))}`);
}

function restore(text: string): string {
  const seen = text.replaceAll(/ec2-([0-9a-f]{17})/g, (_, digits: string) => `i-${reversed(digits)}`);
  return seen.replaceAll(/lit-([0-9]{7})\b/g, (_, digits: string) => `ec2-${reversed(digits)}`);
}

function reversed(digits: string): string {
  return digits.split("").toReversed().join("");
}
