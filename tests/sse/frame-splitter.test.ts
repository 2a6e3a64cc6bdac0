import { describe, expect, test } from "vitest";
import { MaskerError } from "../../masker-service/src/errors.ts";
import { createFrameSplitter } from "../../masker-service/src/sse/frame-splitter.ts";

const EVENTS = [": comment 🤖", 'event: a\ndata: {"x":"한글"}', "data: 1\ndata: 2\nid: 7", "", "data:🚀", "data"];
const LINE_ENDS = { LF: "\n", CRLF: "\r\n", CR: "\r" };

/** Splits, and joins again what is before, between and after the cuts. */
function split(bytes: Uint8Array, ...cuts: number[]): { frames: string[]; rest: string } {
  const splitter = createFrameSplitter();
  const edges = [0, ...cuts, bytes.length];
  const frames = edges.slice(1).flatMap((end, index) => splitter.feed(bytes.subarray(edges[index], end)));
  return { frames: frames.map((frame) => Buffer.from(frame).toString()), rest: Buffer.from(splitter.end()).toString() };
}

describe.each(Object.entries(LINE_ENDS))("events whose lines end in %s", (_name, lineEnd) => {
  const frames = EVENTS.map((event) => `${event}\n\n`.replaceAll("\n", lineEnd));
  const text = `\ufeff${frames.join("")}data: rest`;
  const bytes = Buffer.from(text);

  test("are frames that end with their empty line, and nothing is lost", () => {
    const { frames: found, rest } = split(bytes);
    expect(found).toHaveLength(EVENTS.length + 1);
    expect(found.join("")).toBe(`\ufeff${frames.join("")}`);
    expect(rest).toBe("data: rest");
  });

  test("are the same frames wherever the bytes are cut in two, but for an LF that goes to the next", () => {
    const whole = split(bytes).frames.map((frame) => frame.replace(/^\n/, ""));
    for (let cut = 0; cut <= bytes.length; cut++) {
      const { frames: found, rest } = split(bytes, cut);
      expect(found.join("") + rest).toBe(text);
      expect(found.map((frame) => frame.trim())).toEqual(whole.map((frame) => frame.trim()));
    }
  });

  test("are handed on with the last byte that they need", () => {
    const splitter = createFrameSplitter();
    const sizes = Array.from(
      Buffer.from(`data: 1${lineEnd}${lineEnd}`),
      (byte) => splitter.feed(Uint8Array.of(byte)).length,
    );
    const last = lineEnd === "\r\n" ? -2 : -1;
    expect(sizes.at(last)).toBe(1);
    expect(sizes.filter((size) => size > 0)).toHaveLength(1);
  });
});

test("an event of several megabytes in small chunks is one frame", () => {
  const splitter = createFrameSplitter();
  const chunk = Buffer.alloc(1000, "x");
  for (let count = 0; count < 3000; count++) expect(splitter.feed(chunk)).toEqual([]);
  expect(splitter.feed(Buffer.from("\n\n"))[0]).toHaveLength(3_000_002);
});

test("an event without end is refused before it fills the memory", () => {
  const splitter = createFrameSplitter();
  const chunk = Buffer.alloc(1024 * 1024, "x");
  for (let count = 0; count < 32; count++) splitter.feed(chunk);
  expect(() => splitter.feed(chunk)).toThrow(MaskerError);
});
