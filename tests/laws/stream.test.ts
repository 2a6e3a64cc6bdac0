import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Api } from "../../masker-service/src/restore/deltas/find-deltas.ts";
import { restoreBody } from "../../masker-service/src/restore/restore-body.ts";
import { restoreText } from "../../masker-service/src/restore/restore-text.ts";
import { ORIGINALS, recogniser } from "../restore/originals.ts";
import { assemble, readEvents } from "../restore/stream/events.ts";
import { LINE_ENDS, restoreStream } from "../restore/stream/restore-stream.ts";
import { keyOf, looseText } from "../token/loose-text.ts";
import { propertyRuns } from "../token/property-runs.ts";
import { buildEvents } from "./build-events.ts";

const APIS: readonly Api[] = ["anthropic", "openai-chat", "openai-completions", "openai-responses", "gemini"];
const EXTRA = [": a comment\n\n", "event: ping\ndata: {}\n\n", "retry: 5\n\n", "\n"];

const said = fc.record({
  text: looseText(10),
  input: fc.dictionary(
    looseText(2).map(keyOf),
    fc.oneof(
      looseText(),
      fc.jsonValue(),
      looseText().map((text) => JSON.stringify({ text })),
    ),
  ),
});
/** Some of the originals: the rest is what the request does not hold. */
const held = fc.subarray([...ORIGINALS]).map((entries) => new Map(entries));

test.each(APIS)(
  "laws 4 and 7: %s streamed equals whole, however it is cut, and only what is held is restored",
  (api) => {
    fc.assert(
      fc.property(
        said,
        held,
        fc.constantFrom(1, 2, 3, 7, 1e9),
        fc.constantFrom(...Object.values(LINE_ENDS)),
        fc.array(fc.nat(), { maxLength: 6 }),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(...EXTRA)), { maxLength: 3 }),
        (what, originals, size, lineEnd, edges, extras) => {
          const events = buildEvents(api, what, size);
          for (const [place, extra] of extras) events.splice(place % (events.length + 1), 0, extra);
          const bytes = Buffer.from(events.join("").replaceAll("\n", lineEnd));
          const cuts = edges.map((edge) => edge % (bytes.length + 1)).toSorted((a, b) => a - b);

          const restored = restoreStream(api, originals, bytes, cuts);
          expect(restored).toBe(restoreStream(api, originals, bytes));
          const read = restored.replaceAll(lineEnd, "\n");
          expect(readEvents(read)).toHaveLength(readEvents(events.join("")).length);
          const { texts } = assemble(api, read);
          const [text = "", input] = texts.size > 1 || what.text !== "" ? [...texts.values()] : ["", ...texts.values()];
          expect(text).toBe(restoreText(what.text, originals, recogniser).text);
          if (input !== undefined) expect(JSON.parse(input)).toEqual(restoreInput(what.input, originals));
        },
      ),
      propertyRuns(150),
    );
  },
);

function restoreInput(input: object, originals: ReadonlyMap<string, string>): unknown {
  const json = JSON.stringify({ content: [{ type: "tool_use", input }] });
  const whole = JSON.parse(restoreBody(json, recogniser, { originals }).text) as { content: [{ input: unknown }] };
  return whole.content[0].input;
}
