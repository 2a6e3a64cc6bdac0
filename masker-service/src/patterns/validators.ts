import { BlockList, isIPv4 } from "node:net";
import { startsWord } from "./edges.ts";

/** A check that a regex cannot make; [start, end) already has the pattern's form. */
export type Validator = (text: string, start: number, end: number) => boolean;

/** The checks that a pattern file may name. */
export const VALIDATORS: Readonly<Record<string, Validator>> = {
  "resource-id": isResourceId,
  "ipv4": isAddress,
  "secret": isSecret,
  "secret-key": isSecretKey,
  "luhn": passesLuhn,
  "has-digit": (text, start, end) => /\d/.test(text.slice(start, end)),
};

/**
 * A resource id of EC2's form, `vol-` and digits. `snap-20261004` is a date, `fleet-73fbd2ce-aa30-…` a UUID; fewer than
 * seventeen digits after another word (`mi-…`) are the tail of something else, seventeen are an id anywhere.
 */
function isResourceId(text: string, start: number, end: number): boolean {
  const id = text.slice(text.lastIndexOf("-", end - 1) + 1, end);
  if (/^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d*$/.test(id)) return false;
  if (id.length === 17) return /[a-f]*\d/.test(id) && (/^[\da-f]+$/.test(id) || (id.match(/\d/g)?.length ?? 0) >= 3);
  return !/^-[\da-f]{4}-/.test(text.slice(end, end + 6)) && startsWord(text, start, "strict");
}

const RESERVED = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["127.0.0.0", 8],
  ["169.254.169.0", 24],
  ["169.254.170.2", 32],
  ["192.0.2.0", 24],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const) {
  RESERVED.addSubnet(network, bits, "ipv4");
}

/** An address that belongs to somebody: no loopback, documentation, link-local service or netmask, no version number. */
function isAddress(text: string, start: number, end: number): boolean {
  if (/[\d.]/.test(text.charAt(start - 1)) || /^\.\d/.test(text.slice(end, end + 2))) return false;
  const [quad = "", bits] = text.slice(start, end).split("/");
  if (!isIPv4(quad) || (bits !== undefined && Number(bits) > 32)) return false;
  if (RESERVED.check(quad, "ipv4")) return false;
  return !/(?:version|culture|\bv|release|[A-Za-z]\/)["']?[\s:=]{0,3}["']?$/i.test(text.slice(Math.max(0, start - 16), start));
}

const REFERENCE = /^(?:\$|\{|<|%[({]|!|&|\*|@|#)|\$\{|\{\{|<[a-z]|^(?:x+|\*+|\.+|-+|_+|none|null|nil|true|false|undefined)$/i;
const CALL = /^[\w$.]*\.[\w$]+(?:[([]|$)|^[\w$]+[([]|^(?:process|os|env|config|self|this|props|args|options|var|local|data|module|secrets)\./;

/** A literal of some strength: no variable, call, type or filler, and not one character over and over. */
function isSecret(text: string, start: number, end: number): boolean {
  const value = text.slice(start, Math.min(end, start + 256));
  if (REFERENCE.test(value) || CALL.test(value)) return false;
  return new Set(value).size >= 4 && /\d|[^A-Za-z0-9_]/.test(value);
}

/** Mixed case and a digit, and not a SHA-1 or a path. */
function isSecretKey(text: string, start: number, end: number): boolean {
  const value = text.slice(start, end);
  return /[a-z]/.test(value) && /[A-Z]/.test(value) && /[0-9/+]/.test(value);
}

function passesLuhn(text: string, start: number, end: number): boolean {
  const digits = [...text.slice(start, end).replaceAll(/\D/g, "")].map(Number).reverse();
  const sum = digits.reduce((total, digit, place) => {
    const doubled = place % 2 === 0 ? digit : digit * 2;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
