import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { echoWebSocket } from "./echo-websocket.ts";
import { wholeAnswer, streamedAnswer } from "./upstream-answers.ts";

/** What a provider got. */
export interface UpstreamRequest {
  readonly path: string;
  readonly body: string;
  /** Whether the gateway left before the answer was whole. */
  abandoned: boolean;
}

/** A provider of every API that answers with the first placeholder of the request, and says back what comes by websocket. */
export interface StandInUpstream {
  readonly url: string;
  readonly requests: UpstreamRequest[];
  /** Milliseconds between the events of the next streams, and before the next whole answers and failures. */
  pace(milliseconds: number): void;
  /** Answers with this status, and the placeholder in the message. */
  fail(status: number | undefined): void;
  /** Ends the next streams after so many events: by cutting the connection, by an event that LiteLLM fails at, or as if that were all. */
  endAfter(events: number, how?: "cut" | "unreadable" | "well"): void;
  stop(): Promise<void>;
}

/** Starts it on a free port of 127.0.0.1. */
export async function startStandInUpstream(): Promise<StandInUpstream> {
  const requests: UpstreamRequest[] = [];
  let pause = 0;
  let failure: number | undefined;
  let most = Infinity;
  let ending: "cut" | "unreadable" | "well" = "well";
  const server = createServer((incoming, response) => {
    void (async () => {
      const request = { path: incoming.url ?? "", body: (await buffer(incoming)).toString(), abandoned: false };
      requests.push(request);
      response.on("close", () => (request.abandoned = !response.writableFinished));
      await answer(request, response);
    })();
  });
  const answer = async ({ path, body }: UpstreamRequest, response: ServerResponse): Promise<void> => {
    const said = /ec2-[0-9a-f]{17}/.exec(body)?.[0] ?? "nothing";
    response.setHeader("content-type", "application/json");
    if (failure !== undefined) {
      await sleep(pause);
      const error = { type: "invalid_request_error", message: `cannot ${said}`, code: "x", param: null };
      return void response.writeHead(failure).end(JSON.stringify({ type: "error", error }));
    }
    const isStream = path.includes("streamGenerate") || /"stream": ?true/.test(body);
    if (!isStream) {
      await sleep(pause);
      return void response.end(JSON.stringify(wholeAnswer(path, said)));
    }
    response.setHeader("content-type", "text/event-stream");
    for (const event of streamedAnswer(path, said).slice(0, most)) {
      await sleep(pause);
      response.write(event);
    }
    if (ending === "cut") return void response.destroy();
    response.end(ending === "unreadable" ? `data: {"error":{"message":"cannot ${said}"}}\n\n` : "");
  };
  server.on("upgrade", (incoming, socket) => {
    const path = incoming.url ?? "";
    echoWebSocket(incoming, socket, (body) => requests.push({ path, body, abandoned: false }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    pace: (milliseconds) => (pause = milliseconds),
    fail: (status) => (failure = status),
    endAfter: (events, how = "well") => ([most, ending] = [events, how]),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
