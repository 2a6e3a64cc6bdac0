import { describe, expect, test } from "vitest";
import { readFrame, writeFrame } from "../../masker-service/src/sse/frame.ts";

describe("the data of a frame", () => {
  test.each([
    ["is what follows `data:`", "event: a\ndata: 1\n\n", "1"],
    ["loses one space, no more", "data:  1\n\n", " 1"],
    ["needs no space", "data:1\n\n", "1"],
    ["may be empty", "data\n\n", ""],
    ["is the lines of all its fields", "data: 1\r\nid: x\r\ndata: 2\r\n\r\n", "1\n2"],
    ["is found behind a byte order mark", "\ufeffdata: 1\r\r", "1"],
    ["is found behind the LF of the frame before", "\ndata: 1\r\n\r", "1"],
    ["is none in a comment", ": data: 1\n\n", undefined],
    ["is none in a field of another name", "database: 1\n\n", undefined],
  ])("%s: %j", (_what, text, data) => {
    expect(readFrame(Buffer.from(text)).data).toBe(data);
  });

  test("is none where the bytes are not UTF-8", () => {
    expect(readFrame(Buffer.from([...Buffer.from("data: "), 0xff, 0x0a, 0x0a])).data).toBeUndefined();
  });
});

describe("a frame with other data", () => {
  test.each([
    [
      "keeps all other lines and line ends",
      ": c\r\nevent: a\r\ndata: 1\r\nid: 7\r\n\r\n",
      ": c\r\nevent: a\r\ndata: new\r\nid: 7\r\n\r\n",
    ],
    ["keeps its missing space", "data:1\n\n", "data:new\n\n"],
    ["keeps what is before it", "\ufeff\ndata: 1\r\r", "\ufeff\ndata: new\r\r"],
    ["may lack its end", "data: 1", "data: new"],
  ])("%s", (_what, text, written) => {
    expect(Buffer.from(writeFrame(readFrame(Buffer.from(text)), "new")).toString()).toBe(written);
  });

  test("spreads over its lines", () => {
    const frame = readFrame(Buffer.from('data: {\nid: 7\ndata:"한"}\n\n'));
    expect(Buffer.from(writeFrame(frame, '{\n"🤖"}')).toString()).toBe('data: {\nid: 7\ndata:"🤖"}\n\n');
  });
});
