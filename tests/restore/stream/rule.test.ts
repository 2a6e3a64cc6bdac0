import { describe, expect, test } from "vitest";
import { createStreamRestorer } from "../../../masker-service/src/restore/stream-restorer.ts";
import { ORIGINALS, recogniser } from "../originals.ts";
import { blockStop, event, inputDelta, PING, textDelta } from "./anthropic-events.ts";
import { createRestorer, restoreStream } from "./restore-stream.ts";

/** What comes out at each event that goes in, and last what comes out at the end. */
function feedEach(events: readonly string[]): string[] {
  const restorer = createRestorer("anthropic", ORIGINALS);
  const out = events.map((text) => Buffer.concat(restorer.feed(Buffer.from(text))).toString());
  return [...out, Buffer.concat(restorer.end()).toString()];
}

const EC2 = "i-1234567890abcdef0";

describe("a frame", () => {
  test("leaves at once if nothing at its end may be a placeholder", () => {
    const events = [textDelta(0, "The "), textDelta(0, "weather "), PING];
    expect(feedEach(events)).toEqual([...events, ""]);
  });

  test("waits while its end may become a placeholder, and those behind it wait", () => {
    const [first, second, third, fourth] = [textDelta(0, "on e"), PING, textDelta(1, "x "), textDelta(0, "arth ")];
    expect(feedEach([first, second, third, fourth])).toEqual(["", "", "", first + second + third + fourth, ""]);
  });

  test("gets the whole original if the placeholder begins in it, and those after it lose the rest", () => {
    expect(feedEach([textDelta(0, "on ec"), textDelta(0, "2-0"), textDelta(0, "01, ")])).toEqual([
      "",
      "",
      textDelta(0, `on ${EC2}`) + textDelta(0, "") + textDelta(0, ", "),
      "",
    ]);
  });

  test("is decided by the end of its block", () => {
    expect(feedEach([textDelta(0, "on ec2-001"), blockStop(0)])).toEqual([
      "",
      textDelta(0, `on ${EC2}`) + blockStop(0),
      "",
    ]);
  });

  test("is decided by the end of the stream", () => {
    expect(feedEach([textDelta(0, "on ec2-001")])).toEqual(["", textDelta(0, `on ${EC2}`)]);
    expect(feedEach([textDelta(0, "on ec2-00")])).toEqual(["", textDelta(0, "on ec2-00")]);
  });

  test("is decided by an error of the provider, which follows it", () => {
    const error = event({ type: "error", error: { type: "overloaded_error", message: "no room for ec2-001" } });
    expect(feedEach([textDelta(0, "on ec2-00"), error])[1]).toBe(
      textDelta(0, "on ec2-00") + error.replace("ec2-001", EC2),
    );
  });

  test("is not kept by the end of another block", () => {
    const events = [textDelta(0, "a e"), textDelta(1, "b i"), blockStop(1), blockStop(0)];
    expect(feedEach(events)).toEqual(["", "", "", events.join(""), ""]);
  });

  test("does not wait for ever: past a few thousand frames behind it, it leaves as it is", () => {
    const restorer = createRestorer("anthropic", ORIGINALS);
    let out = "";
    for (let count = 0; count < 3000; count++) {
      out += Buffer.concat(restorer.feed(Buffer.from(count === 0 ? textDelta(0, "ec2-00") : PING))).toString();
    }
    expect(out.startsWith(textDelta(0, "ec2-00"))).toBe(true);
    expect(out.length).toBe(textDelta(0, "ec2-00").length + 2999 * PING.length);
  });
});

describe("interleaved blocks", () => {
  test("are each restored by their own text", () => {
    const names = ["ec2-001 ", "iam-001 "];
    const events = Array.from({ length: 8 }, (_, at) =>
      names.map((name, index) => textDelta(index, name.charAt(at))),
    ).flat();
    const out = feedEach(events).join("");
    expect(out.replaceAll(textDelta(0, ""), "").replaceAll(textDelta(1, ""), "")).toBe(
      textDelta(0, EC2) + textDelta(1, "AKIA1234567890ABCDEF") + textDelta(0, " ") + textDelta(1, " "),
    );
  });

  test("of text and tool input are written as each demands", () => {
    const out = feedEach([
      textDelta(0, "sg-0"),
      inputDelta(1, '{"a":"sg-'),
      textDelta(0, "01 "),
      inputDelta(1, '001"}'),
    ]).join("");
    expect(out).toContain(JSON.stringify('say "hi" \\ / \u0000\u001f'));
    expect(out).toContain(
      JSON.stringify(`{"a":${JSON.stringify('say "hi" \\ / \u0000\u001f')}`.slice(0, -1)).slice(1, -1),
    );
  });
});

describe("an event that nobody knows", () => {
  test("has all its strings and keys restored, each by itself", () => {
    const out = feedEach([
      event({ type: "new_thing", "ec2-001": ["EC2-001", { deep: "the **ec2**-001" }], cut: "ec2-0" }),
    ]);
    expect(out[0]).toBe(event({ type: "new_thing", [EC2]: [EC2, { deep: `the ${EC2}` }], cut: "ec2-0" }));
  });

  test("of a known kind with an unknown delta does not wait", () => {
    const out = feedEach([
      event({ type: "content_block_delta", index: 0, delta: { type: "odd_delta", odd: "ec2-0" } }),
    ]);
    expect(out[0]).toContain("ec2-0");
  });
});

test("thinking and signatures pass byte for byte", () => {
  const events = [
    event({
      type: "content_block_start",
      index: 0,
      content_block: { type: "thinking", thinking: "ec2-001", signature: "" },
    }),
    event({ type: "content_block_delta", index: 0, delta: { type: "thinking_delta", thinking: "ec2-001" } }),
    event({ type: "content_block_delta", index: 0, delta: { type: "signature_delta", signature: "ec2-001" } }),
    event({
      type: "content_block_start",
      index: 1,
      content_block: { type: "redacted_thinking", data: "ec2-001/".repeat(9) },
    }),
  ];
  expect(feedEach(events)).toEqual([...events, ""]);
});

describe("bytes that are no stream of events", () => {
  test.each([
    ["a whole answer is restored", '{"text":"ec2-001"}\n', `{"text":"${EC2}"}\n`],
    ["text passes", "Bad Gateway ec2-001", "Bad Gateway ec2-001"],
    ["data that is not JSON passes", "data: ec2-001\n\n", "data: ec2-001\n\n"],
    ["an event cut short passes", 'data: {"type":"x","a":"ec2-001', 'data: {"type":"x","a":"ec2-001'],
    ["nothing stays nothing", "", ""],
  ])("%s", (_what, text, restored) => {
    expect(restoreStream("anthropic", ORIGINALS, Buffer.from(text))).toBe(restored);
  });

  test("bytes that are not UTF-8 pass", () => {
    const bytes = Buffer.from([...Buffer.from('data: {"a":"ec2-001'), 0xff, ...Buffer.from('"}\n\n')]);
    const restorer = createRestorer("anthropic", ORIGINALS);
    expect(Buffer.concat([...restorer.feed(bytes), ...restorer.end()])).toEqual(bytes);
  });
});

test("what the request does not hold is counted and stays, and is told at each sight in a tool call", () => {
  const seen: string[] = [];
  const onUnissued = (placeholder: string): unknown => seen.push(placeholder);
  const restorer = createStreamRestorer({ api: "anthropic", originals: ORIGINALS, recogniser, onUnissued });
  restorer.feed(Buffer.from(textDelta(0, "ec2-099 EC2-099 ec2-001 ")));
  expect(seen).toEqual([]);
  restorer.feed(Buffer.from(inputDelta(1, '["ec2-099","EC2-099","sg-001"]')));
  expect(seen).toEqual(["ec2-099", "ec2-099"]);
  expect({ ...restorer.tally }).toEqual({ restored: 2, unknown: new Set(["ec2-099"]) });
});
