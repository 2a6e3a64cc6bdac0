import type { ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { startUpstream } from "../nginx/start-upstream.ts";

/** A provider of the Messages API whose streams say only what a test makes them say, when it does. */
export interface HeldProvider {
  readonly url: string;
  /** The bodies that it got, in order. */
  readonly bodies: readonly string[];
  /** Sends the next text delta of the open stream. */
  say(text: string): void;
  /** Ends the open stream as the API does. */
  finish(): void;
  stop(): Promise<void>;
}

const USAGE = { input_tokens: 1, output_tokens: 1 };
const HEAD = { id: "msg_1", type: "message", role: "assistant", model: "claude-stand-in", usage: USAGE };

/** Whole answers say back the last message. */
export async function startHeldProvider(): Promise<HeldProvider> {
  const bodies: string[] = [];
  let open: ServerResponse | undefined;
  const send = (event: { readonly type: string }): void => {
    open?.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  };
  const upstream = await startUpstream((request, response) => {
    void text(request).then((body) => {
      bodies.push(body);
      const { stream, messages } = JSON.parse(body) as { stream?: boolean; messages: { content: unknown }[] };
      if (stream === true) {
        open = response.writeHead(200, { "content-type": "text/event-stream" });
        send({ type: "message_start", message: { ...HEAD, content: [], stop_reason: null } } as { type: string });
        send({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } } as { type: string });
        return;
      }
      const { content } = messages.at(-1) ?? { content: "" };
      const said =
        typeof content === "string" ? content : (content as { text: string }[]).map((part) => part.text).join("");
      const answer = { ...HEAD, content: [{ type: "text", text: said }], stop_reason: "end_turn", stop_sequence: null };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
    });
  });
  return {
    url: `http://127.0.0.1:${upstream.port}`,
    bodies,
    say: (said) => {
      send({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text: said } } as { type: string });
    },
    finish: () => {
      send({ type: "content_block_stop", index: 0 } as { type: string });
      send({ type: "message_delta", delta: { stop_reason: "end_turn", stop_sequence: null }, usage: USAGE } as never);
      send({ type: "message_stop" });
      open?.end();
    },
    stop: () => upstream.stop(),
  };
}
