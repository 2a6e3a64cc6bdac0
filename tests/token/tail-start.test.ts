import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFreeLeft } from "../../masker-service/src/token/left-boundary.ts";
import { readPlaceholder } from "../../masker-service/src/token/read-placeholder.ts";
import { createRecogniser, type Sighting } from "../../masker-service/src/token/recogniser.ts";
import { looseText, PREFIXES } from "./loose-text.ts";
import { propertyRuns } from "./property-runs.ts";

const recogniser = createRecogniser(PREFIXES);

describe("the tail of a text", () => {
  test.each([
    ["the beginning of a prefix", "stop e", 5],
    ["a prefix", "stop ec2", 5],
    ["a prefix and a hyphen", "stop ec2-", 5],
    ["a number that is too short yet", "stop ec2-0", 5],
    ["a placeholder, for digits may follow", "stop ec2-001", 5],
    ["a placeholder and a full stop, for a digit may follow", "stop ec2-001.", 5],
    ["a plural, for letters may follow", "stop ec2-001s", 5],
    ["a marker", "stop **", 5],
    ["a marked prefix", "stop **ec2**", 5],
    ["an entity that has begun", "stop ec2&#4", 5],
    ["a percent-encoding that has begun", "stop ec2%", 5],
    ["a zero-width character after the prefix", "stop ec2\u200b", 5],
  ])("is %s", (_what, text, start) => {
    expect(recogniser.tailStart(text)).toBe(start);
  });

  test.each([
    ["a decided placeholder", "stop ec2-001 "],
    ["a word that begins no prefix", "stop w"],
    ["a prefix inside a word", "stopec2"],
    ["a placeholder with a zero too many", "stop ec2-0012"],
    ["the empty text", ""],
  ])("is not %s", (_what, text) => {
    expect(recogniser.tailStart(text)).toBe(text.length);
  });
});

test("a text read in two pieces shows what it shows as a whole, wherever it is cut", () => {
  fc.assert(
    fc.property(looseText(), (text) => {
      const whole = recogniser.find(text);
      for (let cut = 0; cut <= text.length; cut++) {
        const head = text.slice(0, cut);
        const { sightings, tail } = recogniser.findDecided(head);
        expect(tail).toBe(recogniser.tailStart(head));
        expect(sightings).toEqual(whole.filter(({ end }) => end <= tail));
        expect(whole.filter(({ start, end }) => start < tail && tail < end)).toEqual([]);
      }
    }),
    propertyRuns(1000),
  );
});

test("nothing is missed that reading from every single index would find", () => {
  const whole = new Set(PREFIXES);
  const begun = new Set(PREFIXES.flatMap((prefix) => Array.from(prefix, (_, index) => prefix.slice(0, index))));
  const prefixes = { whole, begun, longest: Math.max(...PREFIXES.map(({ length }) => length)) };
  fc.assert(
    fc.property(looseText(), (text) => {
      const found: Sighting[] = [];
      for (let start = 0; start < text.length; start++) {
        const reading = isFreeLeft(text, start) ? readPlaceholder(`${text}\n`, start, prefixes) : undefined;
        if (reading === undefined || reading === "open") continue;
        found.push(reading);
        start = reading.end - 1;
      }
      expect(recogniser.find(text)).toEqual(found);
    }),
    propertyRuns(1500),
  );
});
