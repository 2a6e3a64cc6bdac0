import { beforeEach, expect, test } from "vitest";
import { createMappingCache, type MappingCache } from "../../masker-service/src/store/mapping-cache.ts";

const LIFE = 1000;
const COST = 400 + 2 * ("value-0".length + "ec2-0".length);

let time = 0;
let cache: MappingCache;

beforeEach(() => {
  time = 0;
  cache = createMappingCache({ mostMappings: 3, mostBytes: 1 << 20, life: LIFE, now: () => time });
});

function put(number: number, tag = "scope", value = `value-${number}`): void {
  cache.put({ tag, prefix: "ec2", number, value, placeholder: `ec2-${number}` });
}

test("a mapping is found by value and by placeholder, in its scope and prefix only", () => {
  put(1);
  expect(cache.byValue("scope", "ec2", "value-1")?.placeholder).toBe("ec2-1");
  expect(cache.byPlaceholder("scope", "ec2-1")?.value).toBe("value-1");
  expect(cache.byValue("other", "ec2", "value-1")).toBeUndefined();
  expect(cache.byValue("scope", "iam", "value-1")).toBeUndefined();
  expect(cache.byPlaceholder("other", "ec2-1")).toBeUndefined();
});

test("the least recently used goes first", () => {
  for (const number of [1, 2, 3]) put(number);
  cache.byValue("scope", "ec2", "value-1");
  put(4);
  expect([1, 2, 3, 4].filter((number) => cache.byPlaceholder("scope", `ec2-${number}`))).toEqual([1, 3, 4]);
});

test("bytes are bounded, and one huge value does not drive out the others", () => {
  cache = createMappingCache({ mostMappings: 1000, mostBytes: 20 * COST, life: LIFE, now: () => time });
  for (let number = 0; number < 30; number++) put(number % 10, `scope-${number}`);
  expect(cache.size).toBe(20);
  put(99, "scope", "x".repeat(COST));
  expect(cache.size).toBe(20);
  expect(cache.byPlaceholder("scope", "ec2-99")).toBeUndefined();
});

test("a value that moved to another number is no longer found under the old one", () => {
  put(1, "scope", "same");
  put(2, "scope", "same");
  expect(cache.byPlaceholder("scope", "ec2-1")).toBeUndefined();
  expect(cache.byValue("scope", "ec2", "same")?.number).toBe(2);
  expect(cache.size).toBe(1);
});

test("what Redis has not confirmed for its life is not answered", () => {
  put(1);
  time = LIFE;
  expect(cache.byPlaceholder("scope", "ec2-1")).toBeDefined();
  time = LIFE + 1;
  expect(cache.byPlaceholder("scope", "ec2-1")).toBeUndefined();
});

test("what is used in the second half of its life is due once, and lives on when confirmed", () => {
  put(1);
  put(2);
  time = LIFE * 0.4;
  cache.byValue("scope", "ec2", "value-1");
  expect(cache.takeDue().size).toBe(0);
  time = LIFE * 0.6;
  cache.byValue("scope", "ec2", "value-1");
  const due = cache.takeDue().get("scope") ?? [];
  expect(due.map(({ number }) => number)).toEqual([1]);
  expect(cache.takeDue().size).toBe(0);
  for (const mapping of due) mapping.confirmedAt = time;
  time = LIFE * 1.5;
  expect(cache.byValue("scope", "ec2", "value-1")).toBeDefined();
  expect(cache.byValue("scope", "ec2", "value-2")).toBeUndefined();
});

test("a dropped scope leaves the others, and nothing due", () => {
  put(1, "left");
  put(1, "right");
  time = LIFE * 0.6;
  cache.byPlaceholder("left", "ec2-1");
  cache.drop("left");
  expect(cache.byPlaceholder("left", "ec2-1")).toBeUndefined();
  expect(cache.byPlaceholder("right", "ec2-1")).toBeDefined();
  expect([...cache.takeDue().keys()]).toEqual(["right"]);
  cache.clear();
  expect(cache.size).toBe(0);
});
