import { setTimeout as sleep } from "node:timers/promises";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { propertyRuns } from "../token/property-runs.ts";
import { identifier } from "./identifiers.ts";
import { startMasking, type Masking } from "./start-masking.ts";

let masking: Masking;
let other: Masking;
beforeAll(async () => {
  masking = await startMasking();
  other = await masking.another();
});
afterAll(async () => {
  await other.stop();
  await masking.stop();
});

async function maskValues(by: Masking, scope: string, values: readonly string[]): Promise<string[]> {
  const { body } = await by.mask(scope, JSON.stringify({ a: values }));
  return (JSON.parse(body) as { a: string[] }).a;
}

const values = fc.uniqueArray(identifier, { minLength: 2, maxLength: 5 });

test("law 3: a value has one placeholder, wherever it stands, also when two workers see it first at once", async () => {
  await fc.assert(
    fc.asyncProperty(values, async (all) => {
      const placeholders = await Promise.all([
        maskValues(masking, "laws", all),
        maskValues(other, "laws", all.toReversed()),
        maskValues(masking, "laws", all.slice(1)),
        maskValues(other, "laws", all),
      ]);
      expect(placeholders[1]).toEqual(placeholders[0].toReversed());
      expect(placeholders[2]).toEqual(placeholders[0].slice(1));
      expect(placeholders[3]).toEqual(placeholders[0]);
      expect(new Set(placeholders[0]).size).toBe(all.length);
    }),
    propertyRuns(100),
  );
});

test("law 3: and keeps it, and nobody else gets it, when its original has expired and masker and Redis were restarted", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(values, { minLength: 8, maxLength: 12 }), fc.nat(), async (sets, number) => {
      const scopeOf = (at: number): string => `laws-${number}-${at % 3}`;
      const brief = await masking.another(1);
      const before: string[][] = [];
      for (const [at, all] of sets.entries()) before.push(await maskValues(brief, scopeOf(at), all));
      await brief.stop();
      await masking.redis.kill();
      await masking.redis.restart();
      await sleep(1100);
      const later = await masking.another();
      try {
        // In another order, and with a new value before the known ones: a number that was free again would go to that.
        const fresh = `i-${number.toString(16).padStart(17, "f")}`;
        for (const [at, all] of [...sets.entries()].toReversed()) {
          const issued = sets.flatMap((_, index) => (index % 3 === at % 3 ? (before[index] ?? []) : []));
          const [first = "", ...rest] = await maskValues(later, scopeOf(at), [fresh, ...all.toReversed()]);
          expect(rest.toReversed()).toEqual(before[at]);
          if (!sets.flat().includes(fresh)) expect(issued).not.toContain(first);
        }
      } finally {
        await later.stop();
      }
    }),
    // Each run waits for a second: to shrink a failure would take minutes.
    { ...propertyRuns(4), endOnFailure: true },
  );
});
