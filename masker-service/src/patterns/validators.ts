import { BlockList, isIPv4, isIPv6 } from "node:net";
import { startsWord } from "./edges.ts";
import {
  isAnyPassword,
  isBasic,
  isBearer,
  isPassword,
  isSecret,
  isSecretKey,
  isSessionToken,
  isUrlPassword,
} from "./secret-values.ts";

/** A check that a regex cannot make; [start, end) already has the pattern's form. */
export type Validator = (text: string, start: number, end: number) => boolean;

/** The checks that a pattern file may name. */
export const VALIDATORS: Readonly<Record<string, Validator>> = {
  "resource-id": isResourceId,
  ipv4: isAddress,
  ipv6: isAddress6,
  secret: isSecret,
  "secret-key": isSecretKey,
  password: isPassword,
  "any-password": isAnyPassword,
  "session-token": isSessionToken,
  "url-password": isUrlPassword,
  bearer: isBearer,
  basic: isBasic,
  luhn: passesLuhn,
  "has-digit": (text, start, end) => /\d/.test(text.slice(start, end)),
};

/** `i-12345678` may also be a subtraction in minified code. */
const MAY_BEGIN_NUMBER = /(?:^|[\s"'`\\/:]|\w{3}=)$/;

/**
 * A resource id of EC2's form, `vol-` and digits. `snap-20261004` is a date, `fleet-73fbd2ce-aa30-…` a UUID; fewer than
 * seventeen digits after another word (`mi-…`) are the tail of something else, seventeen are an id anywhere.
 */
function isResourceId(text: string, start: number, end: number): boolean {
  const id = text.slice(text.lastIndexOf("-", end - 1) + 1, end);
  if (/^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d*$/.test(id)) return false;
  if (id.length === 17) return /^[\da-f]+$/.test(id) || (id.match(/\d/g)?.length ?? 0) >= 3;
  if (/^[a-z]-\d+$/.test(text.slice(start, end)) && !MAY_BEGIN_NUMBER.test(text.slice(Math.max(0, start - 4), start)))
    return false;
  return !/^-[\da-f]{4}-/.test(text.slice(end, end + 6)) && startsWord(text, start, "strict");
}

const RESERVED = new BlockList();
const RESERVED6 = new BlockList();
/** A public address that ends in 0, after a word, is a version: `mysql 8.0.36.0`. */
const PRIVATE = new BlockList();
for (const [network, bits] of [
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const) {
  PRIVATE.addSubnet(network, bits, "ipv4");
}
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["127.0.0.0", 8],
  ["169.254.169.0", 24],
  ["169.254.170.0", 24],
  ["192.0.2.0", 24],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const) {
  RESERVED.addSubnet(network, bits, "ipv4");
}
for (const [network, bits] of [
  ["::", 8],
  ["fe80::", 10],
  ["ff00::", 8],
  ["2001:db8::", 32],
] as const) {
  RESERVED6.addSubnet(network, bits, "ipv6");
}
const VERSION_BEFORE =
  /(?:version|culture|\b(?:v|release|ver|rev|build)|RFC \d{3,5}|section|§|chapter|\bch\.|ObjectIdentifier\(|[A-Za-z)]\/)["'\\]{0,4}[\s:=^~<>]{0,4}["'\\]{0,4}$/i;

/** An address or network that belongs to somebody: no object identifier, no loopback, documentation range or netmask, no version number or section of a document. */
function isAddress(text: string, start: number, end: number): boolean {
  if (/^(?:\.\d|-[A-Za-z])/.test(text.slice(end, end + 2))) return false;
  const quad = text.slice(start, end).split("/", 1)[0] ?? "";
  if (!isIPv4(quad) || RESERVED.check(quad, "ipv4")) return false;
  if ((end - start === quad.length ? /^\d(?:\.\d){3}$/ : /^1\.2\.3\.4$/).test(quad) || /^2\.5\.(?:4|29)\./.test(quad))
    return false;
  if (quad.endsWith(".0") && end - start === quad.length && /[a-z] $/.test(text.slice(Math.max(0, start - 2), start)))
    return PRIVATE.check(quad, "ipv4");
  return !VERSION_BEFORE.test(text.slice(Math.max(0, start - 24), start));
}

/** At least two long groups, so no time of day, no MAC address and no C++ scope. */
function isAddress6(text: string, start: number, end: number): boolean {
  const address = text.slice(start, end);
  if (!isIPv6(address) || RESERVED6.check(address, "ipv6")) return false;
  return (address.match(/[\dA-Fa-f]{3,4}/g)?.length ?? 0) >= 2;
}

function passesLuhn(text: string, start: number, end: number): boolean {
  const digits = Array.from(text.slice(start, end).replaceAll(/\D/g, ""), Number).toReversed();
  const sum = digits.reduce((total, digit, place) => {
    const doubled = place % 2 === 0 ? digit : digit * 2;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
