import { randomBytes } from "node:crypto";
import { createByteWriter } from "./byte-writer.ts";
import { packPlaceholders } from "./pack-placeholders.ts";
import { SALT_BYTES, ticketCipher } from "./ticket-cipher.ts";
import type { Ticket } from "./ticket.ts";

export const TICKET_VERSION = 1;

/** A stream may write for hours. */
const LIFE_MILLISECONDS = 12 * 3_600_000;

/**
 * Seals what the answer to a request needs, so that any worker can restore it and no client can forge it.
 *
 *     base64url(version, 16 bytes of salt, ciphertext, 16 bytes of tag)
 *     plain: expiry in seconds, JSON [scope, extra], packed placeholders
 *
 * `key` has 32 bytes; `now` is Date.now().
 */
export function sealTicket(key: Buffer, ticket: Ticket, now: number, life: number = LIFE_MILLISECONDS): string {
  const writer = createByteWriter();
  writer.number(Math.ceil((now + life) / 1000));
  writer.text(JSON.stringify([ticket.scope, ticket.extra ?? {}]));
  packPlaceholders(writer, ticket.placeholders);
  const version = Buffer.of(TICKET_VERSION);
  const salt = randomBytes(SALT_BYTES);
  const cipher = ticketCipher(key, salt, version);
  const sealed = [cipher.update(writer.finish()), cipher.final()];
  return Buffer.concat([version, salt, ...sealed, cipher.getAuthTag()]).toString("base64url");
}
