import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findStrings } from "../../masker-service/src/body/find-strings.ts";
import { restoreBody } from "../../masker-service/src/restore/restore-body.ts";
import { restoreText } from "../../masker-service/src/restore/restore-text.ts";
import { propertyRuns } from "../token/property-runs.ts";
import { identifier, written } from "./identifiers.ts";
import { oddJson, unescapeJson } from "./odd-json.ts";
import { startMasking, type Masking } from "./start-masking.ts";

let masking: Masking;
beforeAll(async () => {
  masking = await startMasking();
});
afterAll(() => masking.stop());

test("laws 1 and 2: a text comes back as it was, and what was found is not in what leaves", async () => {
  await fc.assert(
    fc.asyncProperty(written, async ({ text, identifiers }) => {
      const json = JSON.stringify({ text });
      const { body, originals } = await masking.mask("laws", json);
      for (const each of identifiers) expect(body).not.toContain(each);
      const sent = (JSON.parse(body) as { text: string }).text;
      expect(restoreText(sent, originals, masking.recogniser).text).toBe(text);
    }),
    propertyRuns(150),
  );
});

test("laws 1, 2 and 10: a body comes back as it was, no value is in what leaves, and nothing but literals that hold one is written anew", async () => {
  await fc.assert(
    fc.asyncProperty(oddJson, async ({ json, identifiers }) => {
      const { body, originals } = await masking.mask("laws", json);
      for (const each of identifiers) expect(unescapeJson(json)).toContain(each);
      for (const each of identifiers) expect(unescapeJson(body)).not.toContain(each);
      const [before, after] = [findStrings(json), findStrings(body)];
      expect(cutLiterals(body, after)).toEqual(cutLiterals(json, before));
      for (const [at, { start, end }] of after.entries()) {
        const was = before[at];
        const isKept = body.slice(start, end) === json.slice(was?.start, was?.end);
        if (!isKept) expect(masking.recogniser.find(body.slice(start, end)).length).toBeGreaterThan(0);
      }
      const restored = findStrings(restoreBody(body, masking.recogniser, { originals }).text);
      expect(restored.map(({ text }) => text)).toEqual(before.map(({ text }) => text));
    }),
    propertyRuns(150),
  );
});

test("laws 5 and 6: a message is masked to the same bytes in every later turn, thinking among them", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(written, { minLength: 2, maxLength: 5 }), fc.nat(), async (texts, scope) => {
      // A scope of its own, in which the names that the texts teach are known from the start.
      const name = `laws-${scope}`;
      await masking.mask(name, JSON.stringify({ text: texts.map(({ text }) => text) }));
      const messages = texts.map(({ text }, at) => {
        const thinking = { type: "thinking", thinking: "of ec2-001 and lit-002", signature: "s" };
        return {
          role: at % 2 === 0 ? "user" : "assistant",
          content: at % 2 === 0 ? text : [thinking, { type: "text", text }],
        };
      });
      const turns = messages.map((_, at) => JSON.stringify({ messages: messages.slice(0, at + 1) }));
      const masked: string[] = [];
      for (const turn of turns) masked.push((await masking.mask(name, turn)).body);
      for (const [at, turn] of masked.slice(1).entries()) {
        const before = masked[at]?.slice(0, -2) ?? "";
        expect(turn.slice(0, before.length)).toBe(before);
      }
      const thought = /"thinking":"[^"]*","signature":"s"/g;
      expect(masked.at(-1)?.match(thought)).toEqual(turns.at(-1)?.match(thought));
    }),
    propertyRuns(60),
  );
});

test("law 7: a placeholder that the request does not hold stays, be it another's or never issued", async () => {
  await fc.assert(
    fc.asyncProperty(identifier, identifier, async (mine, other) => {
      fc.pre(mine !== other);
      await masking.mask("laws-other", JSON.stringify([other, mine]));
      const { body, originals } = await masking.mask("laws-mine", JSON.stringify([mine]));
      const [placeholder = ""] = JSON.parse(body) as string[];
      const unknown = [
        ...(await masking.store.reveal("laws-other", ["ec2-001", "ec2-002", "sg-001", "vpc-001"])).keys(),
      ];
      const answer = JSON.stringify([placeholder, ...unknown, "ec2-98765"]);
      const kept = [...unknown, "ec2-98765"].map((each) => (each === placeholder ? mine : each));
      expect(JSON.parse(restoreBody(answer, masking.recogniser, { originals }).text)).toEqual([mine, ...kept]);
    }),
    propertyRuns(100),
  );
});

/** What stands between the literals. */
function cutLiterals(json: string, strings: readonly { start: number; end: number }[]): string[] {
  return [
    ...strings.map(({ start }, at) => json.slice(strings[at - 1]?.end ?? 0, start)),
    json.slice(strings.at(-1)?.end ?? 0),
  ];
}
