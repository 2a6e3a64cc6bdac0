import { randomBytes } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openTicket } from "../../masker-service/src/ticket/open-ticket.ts";
import { sealTicket } from "../../masker-service/src/ticket/seal-ticket.ts";

const KEY = randomBytes(32);
const NOW = 1_800_000_000_000;
const HOUR = 3_600_000;
const refused = expect.objectContaining({ code: "refused", message: expect.stringContaining("ticket: it ") });

describe("what is sealed comes back", () => {
  const placeholder = fc.oneof(
    fc.tuple(fc.constantFrom("ec2", "iam", "bucket"), fc.nat(100_000)).map(([prefix, n]) => `${prefix}-${n}`),
    fc.tuple(fc.constantFrom("ec2", "vol"), fc.nat(1200)).map(([prefix, n]) => `${prefix}-${`${n}`.padStart(3, "0")}`),
    fc.string({ unit: "grapheme" }),
    fc.stringMatching(/^[a-z0-]{0,4}[0-9]{0,30}$/),
  );

  test("for any scope, placeholders and extra", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.array(placeholder, { maxLength: 300 }),
        fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean()), { noNullPrototype: true }),
        (scope, placeholders, extra) => {
          const opened = openTicket([KEY], sealTicket(KEY, { scope, placeholders, extra }, NOW), NOW);
          expect(opened).toEqual({ scope, placeholders: new Set(placeholders), extra });
        },
      ),
    );
  });

  test("without extra", () => {
    expect(openTicket([KEY], sealTicket(KEY, { scope: "", placeholders: [] }, NOW), NOW)).toEqual({
      scope: "",
      placeholders: new Set(),
      extra: {},
    });
  });
});

describe("it is compact", () => {
  const scope = "team:1b6d4b3e-93a1-4f40-9b4e-6a4f0f4f1b7a";
  const format = (n: number) => String(n).padStart(3, "0");

  test.each([
    [
      "200 in sequence, over four prefixes",
      (n: number) => `${["ec2", "iam", "bucket", "sg"][n % 4]}-${format(n >> 2)}`,
    ],
    ["200 scattered over 1,000", (n: number) => `ec2-${format((n * 397) % 1000)}`],
    ["200 scattered over 5,000", (n: number) => `ec2-${format((n * 1777) % 5000)}`],
  ])("%s take fewer than 400 characters", (_, name) => {
    const placeholders = new Set(Array.from({ length: 200 }, (_each, n) => name(n)));
    expect(placeholders.size).toBe(200);
    const ticket = sealTicket(KEY, { scope, placeholders, extra: { api: "anthropic" } }, NOW);
    expect(ticket.length).toBeLessThan(400);
    expect(ticket).toMatch(/^[\w-]+$/);
  });
});

describe("it is refused", () => {
  const ticket = sealTicket(KEY, { scope: "team", placeholders: ["ec2-001"] }, NOW);

  test("when any bit of it is changed", () => {
    const bytes = Buffer.from(ticket, "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const forged = Buffer.from(bytes);
      forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => openTicket([KEY], forged.toString("base64url"), NOW)).toThrow(refused);
    }
  });

  test("when it is cut anywhere", () => {
    for (let length = 0; length < ticket.length; length++) {
      expect(() => openTicket([KEY], ticket.slice(0, length), NOW)).toThrow(refused);
    }
  });

  test.each([
    ["twice, as a header that was sent twice", `${ticket}, ${ticket}`],
    ["with more after it", `${ticket}A`],
    ["with more after an end of base64", `${ticket}=${ticket}`],
    ["with a space before it", ` ${ticket}`],
    ["with what is no base64 in it", `${ticket.slice(0, 9)}.${ticket.slice(9)}`],
    ["as a megabyte", "A".repeat(1_000_000)],
  ])("when it comes %s", (_, given) => {
    expect(() => openTicket([KEY], given, NOW)).toThrow(refused);
  });

  test("under another key", () => {
    expect(() => openTicket([randomBytes(32)], ticket, NOW)).toThrow(refused);
  });

  test("twelve hours later, and not before", () => {
    expect(openTicket([KEY], ticket, NOW + 12 * HOUR).scope).toBe("team");
    expect(() => openTicket([KEY], ticket, NOW + 12 * HOUR + 1001)).toThrow(refused);
  });
});

test("sealing the same twice gives two tickets that tell nothing of each other", () => {
  const seal = () => sealTicket(KEY, { scope: "team", placeholders: ["ec2-001"] }, NOW);
  const [left, right] = [Buffer.from(seal(), "base64url"), Buffer.from(seal(), "base64url")];
  const same = left.filter((byte, at) => byte === right[at]);
  expect(same.length).toBeLessThan(left.length / 4);
});
