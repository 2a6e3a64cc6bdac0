import { describe, expect, test } from "vitest";
import type { Api } from "../../masker-service/src/restore/deltas/find-deltas.ts";
import { restoreBody } from "../../masker-service/src/restore/restore-body.ts";
import { createStreamRestorer } from "../../masker-service/src/restore/stream-restorer.ts";
import { buildEvents } from "../laws/build-events.ts";
import { ORIGINALS, recogniser, replaceDeeply, replacePlainly } from "./originals.ts";
import { assemble } from "./stream/events.ts";

const VALUE = { id: "ec2-001", note: 'the "sg-001"', "sg-001": [1.5, "pem-001", { deep: "iam-1000" }] };
const TEXT = JSON.stringify(VALUE);
const RESTORED = replaceDeeply(VALUE);

// oxlint-disable-next-line no-explicit-any -- answers are compared with what they must be
const WHOLE: readonly [Api, (text: string) => object, (answer: any) => string][] = [
  ["anthropic", (text) => ({ content: [{ type: "text", text }] }), (answer) => answer.content[0].text],
  [
    "openai-chat",
    (content) => ({ choices: [{ message: { content } }] }),
    (answer) => answer.choices[0].message.content,
  ],
  [
    "openai-responses",
    (text) => ({ output: [{ type: "message", content: [{ type: "output_text", text }] }] }),
    (answer) => answer.output[0].content[0].text,
  ],
  [
    "gemini",
    (text) => ({ candidates: [{ content: { parts: [{ text }] } }] }),
    (answer) => answer.candidates[0].content.parts[0].text,
  ],
];

function restoreWhole(answer: object, isJson: boolean): unknown {
  return JSON.parse(restoreBody(JSON.stringify(answer), recogniser, { originals: ORIGINALS, isJson }).text);
}

function restoreStreamed(api: Api, stream: string, isJson: boolean): Map<string, string> {
  const restorer = createStreamRestorer({ api, originals: ORIGINALS, recogniser, isJson });
  const out = [...restorer.feed(Buffer.from(stream)), ...restorer.end()];
  return assemble(api, Buffer.concat(out).toString()).texts;
}

describe.each(WHOLE)("where a request of %s wants JSON", (api, write, read) => {
  test("a whole answer stays JSON whatever the originals hold", () => {
    expect(JSON.parse(read(restoreWhole(write(TEXT), true)))).toEqual(RESTORED);
  });

  test.each([1, 2, 3, 7, 1e9])("so does a streamed one, in deltas of %d", (size) => {
    const stream = buildEvents(api, { text: TEXT, input: {} }, size).join("");
    const [text = ""] = restoreStreamed(api, stream, true).values();
    expect(JSON.parse(text)).toEqual(RESTORED);
  });

  test("an answer that is no JSON after all is restored as text", () => {
    const prose = 'I cannot: "sg-001" is not there.';
    expect(read(restoreWhole(write(prose), true))).toBe(replacePlainly(prose));
    const [text = ""] = restoreStreamed(api, buildEvents(api, { text: prose, input: {} }, 3).join(""), true).values();
    expect(text).toBe(replacePlainly(prose));
  });

  test("elsewhere JSON in a text is a text", () => {
    expect(read(restoreWhole(write(TEXT), false))).toBe(replacePlainly(TEXT));
  });
});

test("the events that repeat the whole text of a response are written the same", () => {
  const done = { type: "response.output_text.done", output_index: 0, text: TEXT };
  const { text } = restoreWhole(done, true) as { text: string };
  expect(JSON.parse(text)).toEqual(RESTORED);
});
