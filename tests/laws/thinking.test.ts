import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { digestThought } from "../../masker-service/src/body/thoughts.ts";
import { restoreBody } from "../../masker-service/src/restore/restore-body.ts";
import { ORIGINALS, recogniser } from "../restore/originals.ts";
import { restoreStream } from "../restore/stream/restore-stream.ts";
import { readEvents } from "../restore/stream/events.ts";
import { cutEvery } from "../restore/read-in-pieces.ts";
import { looseText } from "../token/loose-text.ts";
import { propertyRuns } from "../token/property-runs.ts";
import { written } from "./identifiers.ts";
import { startMasking, type Masking } from "./start-masking.ts";

let masking: Masking;
beforeAll(async () => {
  masking = await startMasking();
});
afterAll(() => masking.stop());

/** With placeholders, look-alikes and identifiers, as models write them. */
const thought = fc.oneof(
  looseText(10),
  written.map(({ text }) => text),
);
const signature = fc.oneof(fc.base64String({ minLength: 64 }), fc.string(), looseText());

test("law 6: thinking in a request is never changed: what this gateway gave passes, and other that holds a value is refused", async () => {
  await fc.assert(
    fc.asyncProperty(thought, signature, written, async (thinking, signed, { text }) => {
      const block = JSON.stringify({ type: "thinking", thinking, signature: signed });
      const json = `{"messages":[{"role":"assistant","content":[${block},${JSON.stringify({ type: "text", text })}]}]}`;
      const alone = await masking.mask("laws", json).catch((error: unknown) => error);
      if (alone instanceof Error) expect(alone).toMatchObject({ code: "refused" });
      else expect((alone as { body: string }).body).toContain(`[${block},`);
      await masking.store.noteThoughts([thinking, signed].map(digestThought));
      const known = await masking.mask("laws", json);
      expect(known.body).toContain(`[${block},`);
    }),
    propertyRuns(150),
  );
});

test("law 6: thinking in an answer is never changed, whole or streamed, whatever is restored beside it", () => {
  fc.assert(
    fc.property(
      thought,
      signature,
      looseText(),
      fc.constantFrom(1, 2, 7, 1e9),
      fc.array(fc.nat(), { maxLength: 4 }),
      (thinking, signed, text, size, edges) => {
        const block = JSON.stringify({ type: "thinking", thinking, signature: signed });
        const said = JSON.stringify({ type: "text", text: `${text} ec2-001 ` });
        const answer = restoreBody(`{"content":[${block},${said}]}`, recogniser, { originals: ORIGINALS }).text;
        expect(answer.startsWith(`{"content":[${block},`)).toBe(true);
        expect(answer).toContain(ORIGINALS.get("ec2-001"));

        const delta = (index: number, fields: object): string =>
          `data: ${JSON.stringify({ type: "content_block_delta", index, delta: fields })}\n\n`;
        const thoughts = [
          ...cutEvery(thinking, size).map((piece) => delta(0, { type: "thinking_delta", thinking: piece })),
          delta(0, { type: "signature_delta", signature: signed }),
          `data: {"type":"content_block_stop","index":0}\n\n`,
        ];
        const events = [...thoughts, delta(1, { type: "text_delta", text: `${text} ec2-001 ` })];
        const bytes = Buffer.from(events.join(""));
        const cuts = edges.map((edge) => edge % (bytes.length + 1)).toSorted((a, b) => a - b);
        const streamed = restoreStream("anthropic", ORIGINALS, bytes, cuts);
        expect(
          readEvents(streamed)
            .slice(0, thoughts.length)
            .map((event) => event.text),
        ).toEqual(thoughts);
        expect(streamed).toContain(ORIGINALS.get("ec2-001"));
      },
    ),
    propertyRuns(150),
  );
});
