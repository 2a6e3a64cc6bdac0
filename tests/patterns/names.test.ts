import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mayLearn } from "../../masker-service/src/patterns/may-learn.ts";
import { createNameFinder } from "../../masker-service/src/patterns/names.ts";
import { mark, unmark } from "./marks.ts";

const toName = (value: string) => ({ kind: "s3-bucket", prefix: "bucket", value });

function expectFound(marked: string, ...values: string[]): void {
  const text = unmark(marked);
  expect(mark(text, createNameFinder(values.map(toName)).find(text))).toBe(marked);
}

describe("createNameFinder", () => {
  test.for([
    ["alone and in sentences", "«acme-logs», («acme-logs») and «acme-logs».", "acme-logs"],
    ["as a label of a host", "https://«acme-logs».s3.amazonaws.com/", "acme-logs"],
    ["before and after a dash", "old-«acme-logs»-2026", "acme-logs"],
    ["next to Hangul", "버킷«acme-logs»에서", "acme-logs"],
    ["after an escape", String.raw`\n«acme-logs»\n`, "acme-logs"],
    ["not in a longer word", "xacme-logs acme-logs2", "acme-logs"],
    ["not as a part of an identifier", "ordersTable my_orders orders_2", "orders"],
    [
      "an account in a name, a host and a URL",
      "logs-«123456789012» «123456789012».dkr.ecr /«123456789012»/q",
      "123456789012",
    ],
    ["no account in a longer number", "1234567890123 0123456789012", "123456789012"],
    ["no account at the end of a UUID", "1234abcd-12ab-34cd-56ef-123456789012", "123456789012"],
  ])("finds a name %s", ([, marked = "", value = ""]) => {
    expectFound(marked, value);
  });

  test("finds the longer of two names that overlap", () => {
    expectFound("«acme-logs-old» «acme-logs» «logs-old»", "acme-logs", "acme-logs-old", "logs-old");
  });

  test("finds the names of ten thousand that stand in a text", () => {
    const values = Array.from({ length: 10_000 }, (_, number) => `acme-bucket-${number}-x`);
    expectFound("see «acme-bucket-9999-x», not acme-bucket-10000-x", ...values);
  });

  test("answers disjoint, sorted spans that hold exactly a name, for any names in any text", () => {
    const value = fc.string({ unit: fc.constantFrom("a", "b", "-", ".", "1", "한"), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 8 }), fc.array(value, { maxLength: 20 }), (values, words) => {
        const text = words.join(" ");
        const spans = createNameFinder(values.map(toName)).find(text);
        let from = 0;
        for (const { start, end } of spans) {
          expect(start).toBeGreaterThanOrEqual(from);
          expect(values).toContain(text.slice(start, end));
          from = end;
        }
      }),
    );
  });

  test("answers nothing for no names", () => {
    expect(createNameFinder([]).find("anything")).toEqual([]);
  });
});

describe("mayLearn", () => {
  test.for([
    "default",
    "test",
    "main",
    "data",
    "logs",
    "true",
    "Admin",
    "us-east-1",
    "ap-northeast-2",
    "abc",
    "x-",
    "12345",
  ])("refuses %s", (value) => {
    expect(mayLearn(toName(value))).toBe(false);
  });

  test.for(["acme-logs", "prod-eks", "orders-db", "123456789012", "MusicCollection"])("accepts %s", (value) => {
    expect(mayLearn(toName(value))).toBe(true);
  });
});
