import { describe, expect, test } from "vitest";
import { replaceDeeply, replacePlainly } from "../originals.ts";
import { assemble, readEvents, recut } from "./events.ts";
import { loadRecordedStreams } from "./recorded-stream.ts";
import { createRestorer, LINE_ENDS, restoreStream } from "./restore-stream.ts";

const SIZES = [1, 2, 3, 7, 1e9];
const NASTY: ReadonlyMap<string, string> = new Map([
  ["ec2-001", 'i-"1\\\n한🤖'],
  ["sg-001", "sg-\ud83d\u0000/"],
]);
const JSON_OR_SIGNED = /thinking|partial_json|arguments/;
const NONE: ReadonlyMap<string, string> = new Map();

describe.each(loadRecordedStreams())("the stream $name", ({ api, text }) => {
  test.each(SIZES)("is assembled to the restored whole, in deltas of %d", (size) => {
    const stream = recut(api, text, size);
    const { texts, events } = assemble(api, stream);
    const restored = assemble(api, restoreStream(api, NASTY, Buffer.from(stream)));
    for (const [channel, whole] of texts) {
      const read = restored.texts.get(channel) ?? "";
      if (channel.endsWith("thinking")) expect(read).toBe(whole);
      else if (/partial_json|arguments/.test(channel))
        expect(JSON.parse(read)).toEqual(replaceDeeply(JSON.parse(whole), NASTY));
      else expect(read).toBe(replacePlainly(whole, NASTY));
    }
    expect(restored.events).toEqual(events.map((event) => replaceDeeply(event, NASTY)));
  });

  test.each(SIZES)("is passed byte for byte where nothing of it is held, in deltas of %d", (size) => {
    for (const lineEnd of Object.values(LINE_ENDS)) {
      const stream = recut(api, text, size).replaceAll("\n", lineEnd);
      expect(restoreStream(api, NONE, Buffer.from(stream))).toBe(stream);
    }
  });

  test.each(SIZES)("has as many events as before, in deltas of %d", (size) => {
    const stream = recut(api, text, size);
    expect(readEvents(restoreStream(api, NASTY, Buffer.from(stream)))).toHaveLength(readEvents(stream).length);
  });

  test.each(Object.entries(LINE_ENDS))("is restored the same byte by byte, lines ended by %s", (_name, lineEnd) => {
    const bytes = Buffer.from(recut(api, text, 7).replaceAll("\n", lineEnd));
    const everywhere = Array.from({ length: bytes.length - 1 }, (_, index) => index + 1);
    expect(restoreStream(api, NASTY, bytes, everywhere)).toBe(restoreStream(api, NASTY, bytes));
  });

  test("is restored the same wherever its bytes are cut in two", () => {
    const bytes = Buffer.from(recut(api, text, 1e9));
    const whole = restoreStream(api, NASTY, bytes);
    const cuts = Array.from({ length: bytes.length }, (_, index) => index);
    expect(cuts.filter((cut) => restoreStream(api, NASTY, bytes, [cut]) !== whole)).toEqual([]);
  });

  test("is the same with comments, pings and an event of over a megabyte between its events", () => {
    const events = readEvents(recut(api, text, 7)).map((event) => event.text);
    const big = `event: unheard_of\ndata: ${JSON.stringify({ type: "unheard_of", x: `${"y ".repeat(600_000)}ec2-001.` })}\n\n`;
    const restoredBig = big.replace("ec2-001", JSON.stringify(NASTY.get("ec2-001")).slice(1, -1));
    for (const extra of [
      ": a comment\n\n",
      'event: ping\ndata: {"type":"ping","of":"this test"}\n\n',
      "retry: 1000\n\n",
    ]) {
      const restored = restoreStream(api, NASTY, Buffer.from(events.join(extra)));
      expect(readEvents(restored)).toHaveLength(2 * events.length - 1);
      expect(restored.replaceAll(extra, "")).toBe(restoreStream(api, NASTY, Buffer.from(events.join(""))));
    }
    const middle = events.length >> 1;
    const restored = restoreStream(api, NASTY, Buffer.from(events.toSpliced(middle, 0, big).join("")));
    expect(restored).toContain(restoredBig);
    expect(restored.replace(restoredBig, "")).toBe(restoreStream(api, NASTY, Buffer.from(events.join(""))));
  });

  test("gives what came whole, as it would be without the rest, wherever the upstream dies", () => {
    const bytes = Buffer.from(recut(api, text, 7));
    for (let end = 0; end <= bytes.length; end += 11) {
      const expected = assemble(api, completeEvents(bytes.subarray(0, end).toString()));
      const { texts, events } = assemble(api, completeEvents(restoreStream(api, NASTY, bytes.subarray(0, end))));
      expect(events).toHaveLength(expected.events.length);
      for (const [channel, whole] of expected.texts) {
        if (!JSON_OR_SIGNED.test(channel)) expect(texts.get(channel)).toBe(replacePlainly(whole, NASTY));
      }
    }
  });

  // As recorded, too.
  test.each([...SIZES, undefined])("holds back no more than a placeholder may need, in deltas of %s", (size) => {
    const restorer = createRestorer(api, NASTY);
    // Choices by turns wait for each other, and have no such bound.
    const most = text.includes('"index":1,"delta"') ? Infinity : "**ec2-001".length;
    let waiting: string[] = [];
    for (const event of readEvents(size === undefined ? text : recut(api, text, size))) {
      waiting.push(event.text);
      const out = Buffer.concat(restorer.feed(Buffer.from(event.text))).toString();
      waiting = waiting.slice(readEvents(out).length);
      // The first holds the beginning of what may be a placeholder, and waits whole; the rest is of that alone.
      const rest = waiting.slice(1).map((each) => [...assemble(api, each).texts.values()].join(""));
      expect(rest.join("").length).toBeLessThan(most);
      expect(rest.length).toBeLessThan(most);
    }
    expect(waiting).toEqual([]);
  });
});

function completeEvents(text: string): string {
  const end = text.lastIndexOf("\n\n");
  return end === -1 ? "" : text.slice(0, end + 2);
}
