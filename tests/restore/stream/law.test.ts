import * as fc from "fast-check";
import { expect, test } from "vitest";
import { restoreBody } from "../../../masker-service/src/restore/restore-body.ts";
import { keyOf, looseText } from "../../token/loose-text.ts";
import { ORIGINALS, recogniser } from "../originals.ts";
import { cutEvery } from "../read-in-pieces.ts";
import { blockStop, event, inputDelta, PING, textDelta } from "./anthropic-events.ts";
import { assemble } from "./events.ts";
import { restoreStream } from "./restore-stream.ts";
import { propertyRuns } from "../../token/property-runs.ts";

const blocks = fc.oneof(
  fc.record({ type: fc.constant("text" as const), text: looseText() }),
  fc.record({
    type: fc.constant("tool_use" as const),
    input: fc.dictionary(looseText(2).map(keyOf), fc.oneof(looseText(), fc.jsonValue())),
  }),
);

test("streaming equals whole: any blocks, in deltas of any size, interleaved in any order, in chunks of any size", () => {
  fc.assert(
    fc.property(
      fc.array(blocks, { maxLength: 3 }),
      fc.constantFrom(1, 2, 3, 7, 1e9),
      fc.infiniteStream(fc.nat()),
      fc.nat(99),
      (content, size, order, chunk) => {
        const queues = content.map((block, index) => {
          const isText = block.type === "text";
          const pieces = cutEvery(isText ? block.text : JSON.stringify(block.input), size);
          return [
            ...pieces.map((piece) => (isText ? textDelta(index, piece) : inputDelta(index, piece))),
            blockStop(index),
          ];
        });
        const bytes = Buffer.from(interleave(queues, order).join("") + event({ type: "message_stop" }));
        const cuts = Array.from(
          { length: Math.floor(bytes.length / (chunk + 1)) },
          (_, index) => (index + 1) * (chunk + 1),
        );
        const { texts } = assemble("anthropic", restoreStream("anthropic", ORIGINALS, bytes, cuts));

        const whole = JSON.parse(
          restoreBody(JSON.stringify({ content }), recogniser, { originals: ORIGINALS }).text,
        ) as {
          content: typeof content;
        };
        const streamed = content.map((block, index) => {
          const read = [...texts].find(([channel]) => channel.startsWith(`${index},`))?.[1] ?? "";
          return block.type === "text" ? { ...block, text: read } : { ...block, input: JSON.parse(read) as unknown };
        });
        expect(streamed).toEqual(whole.content);
      },
    ),
    propertyRuns(500),
  );
});

/** Takes from the queues in `order`, with a ping now and then. */
function interleave(queues: readonly string[][], order: fc.Stream<number>): string[] {
  const waiting = queues.filter(({ length }) => length > 0);
  const events: string[] = [];
  while (waiting.length > 0) {
    const number = order.next().value;
    const queue = waiting[number % waiting.length];
    const next = queue?.shift();
    if (next !== undefined) events.push(next);
    if (number % 5 === 0) events.push(PING);
    if (queue?.length === 0) waiting.splice(waiting.indexOf(queue), 1);
  }
  return events;
}
