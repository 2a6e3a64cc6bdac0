import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { openTicket } from "../../masker-service/src/ticket/open-ticket.ts";
import { sealTicket } from "../../masker-service/src/ticket/seal-ticket.ts";

const [older, newer, foreign] = [randomBytes(32), randomBytes(32), randomBytes(32)];

test("a ticket sealed before a rotation is opened after it, as long as the older key is given", () => {
  const ticket = sealTicket(older, { scope: "team:a", placeholders: ["ec2-001"] }, 0);
  expect(openTicket([newer, older], ticket, 1).scope).toBe("team:a");
  expect(() => openTicket([newer], ticket, 1)).toThrow(/sealed with another key/);
  expect(() => openTicket([newer, foreign], ticket, 1)).toThrow(/sealed with another key/);
});
