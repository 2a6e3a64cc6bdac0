import { describe, expect, test } from "vitest";
import { createStreamRestorer } from "../../../masker-service/src/restore/stream-restorer.ts";
import { recogniser } from "../originals.ts";

const KEY = 'a "key"\nof two lines';

/** What comes out at each event that goes in, and last what comes out at the end. */
function feedEach(events: readonly string[], isJson = false): string[] {
  const originals = new Map([["pem-001", KEY]]);
  const restorer = createStreamRestorer({ api: "openai-chat", originals, recogniser, isJson });
  const out = events.map((text) => Buffer.concat(restorer.feed(Buffer.from(text))).toString());
  return [...out, Buffer.concat(restorer.end()).toString()];
}

function piece(index: number, content: string): string {
  return event({ index, delta: { content } });
}

function finish(index: number): string {
  return event({ index, delta: {}, finish_reason: "stop" });
}

function event(choice: object): string {
  return `data: ${JSON.stringify({ choices: [choice] })}\n\n`;
}

describe("the end of a chat's choice", () => {
  test("decides the one choice that there is", () => {
    expect(feedEach([piece(0, "on pem-001"), finish(0)])).toEqual(["", piece(0, `on ${KEY}`) + finish(0), ""]);
  });

  test("decides the second choice while the first goes on", () => {
    const out = feedEach([piece(0, "a b "), piece(1, "pem-001"), finish(1), piece(0, "c ")]);
    expect(out).toEqual([piece(0, "a b "), "", piece(1, KEY) + finish(1), piece(0, "c "), ""]);
  });

  // LiteLLM gives the first end of a stream index 0, whichever choice it was.
  test("does not cut a placeholder of the first choice that may be going on", () => {
    const out = feedEach([piece(1, "b "), piece(0, "on pem-0"), finish(0), piece(0, "01, "), "data: [DONE]\n\n"]);
    expect(out.join("")).toBe(piece(1, "b ") + piece(0, `on ${KEY}`) + finish(0) + piece(0, ", ") + "data: [DONE]\n\n");
  });

  test("does not lose where in its JSON such a choice is", () => {
    const out = feedEach([piece(1, "{}"), piece(0, '{"key":"'), finish(0), piece(0, "pem-001"), piece(0, '"}')], true);
    expect(out.join("")).toContain(JSON.stringify(JSON.stringify(KEY).slice(1, -1)));
  });

  test("is decided by the last event, if several choices are open", () => {
    const events = [piece(0, "pem-001"), piece(1, "pem-001"), finish(0), "data: [DONE]\n\n"];
    expect(feedEach(events)).toEqual(["", "", "", piece(0, KEY) + piece(1, KEY) + finish(0) + "data: [DONE]\n\n", ""]);
  });
});
