import { MaskerError } from "../errors.ts";
import { createByteReader } from "./byte-reader.ts";
import { TICKET_VERSION } from "./seal-ticket.ts";
import { SALT_BYTES, TAG_BYTES, ticketDecipher } from "./ticket-cipher.ts";
import type { OpenedTicket } from "./ticket.ts";
import { unpackPlaceholders } from "./unpack-placeholders.ts";

/**
 * Opens a ticket with whichever of `keys` sealed it: during a rotation there are several.
 *
 * @throws MaskerError `refused` for one that is forged, damaged, expired, or of another key
 */
export function openTicket(keys: readonly Buffer[], ticket: string, now: number): OpenedTicket {
  const bytes = Buffer.from(ticket, "base64url");
  // Node skips what is no base64 and ends at `=`: more than one text would be the same ticket.
  if (bytes.toString("base64url") !== ticket) throw refused("is no ticket of this masker");
  const reader = createByteReader(decryptWithAny(keys, bytes));
  const expiry = reader.number();
  if (now > expiry * 1000) throw refused("has expired");
  const head: unknown = JSON.parse(reader.text());
  if (!isHead(head)) throw refused("was sealed by another version of the masker");
  const [scope, extra] = head;
  return { scope, extra, placeholders: unpackPlaceholders(reader) };
}

function decryptWithAny(keys: readonly Buffer[], bytes: Buffer): Buffer {
  const [key, ...others] = keys;
  if (key === undefined) throw refused("cannot be opened without a key");
  try {
    return decrypt(key, bytes);
  } catch (error) {
    if (others.length === 0 || !(error instanceof MaskerError)) throw error;
    return decryptWithAny(others, bytes);
  }
}

function decrypt(key: Buffer, bytes: Buffer): Buffer {
  if (bytes.length <= 1 + SALT_BYTES + TAG_BYTES) throw refused("is no ticket of this masker");
  if (bytes[0] !== TICKET_VERSION) throw refused("was sealed by another version of the masker");
  const decipher = ticketDecipher(key, bytes.subarray(1, 1 + SALT_BYTES), bytes.subarray(0, 1));
  const plain = decipher.update(bytes.subarray(1 + SALT_BYTES, -TAG_BYTES));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch (error) {
    throw refused("is forged, damaged, or sealed with another key", error);
  }
}

function isHead(head: unknown): head is [string, OpenedTicket["extra"]] {
  return Array.isArray(head) && typeof head[0] === "string" && typeof head[1] === "object" && head[1] !== null;
}

function refused(what: string, cause?: unknown): MaskerError {
  return new MaskerError("refused", `ticket: it ${what}; send the request anew through the gateway`, { cause });
}
