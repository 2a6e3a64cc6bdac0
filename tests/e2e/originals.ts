import { randomBytes, randomInt } from "node:crypto";
import { plant } from "./planted.ts";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const SECRET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** An EC2 instance id that no other test uses. */
export function newInstanceId(): string {
  return plant(`i-0${randomBytes(8).toString("hex")}`);
}

/** An IAM access key id that no other test uses. */
export function newAccessKeyId(): string {
  return plant(`AKIA${pick(BASE32, 16)}`);
}

/** 40 characters as in an AWS secret access key, with both characters that need escaping somewhere. */
export function newSecretAccessKey(): string {
  return plant(`${pick(SECRET, 19)}+${pick(SECRET, 19)}/`);
}

/** A security group's id that no other test uses. */
export function newSecurityGroupId(): string {
  return plant(`sg-0${randomBytes(8).toString("hex")}`);
}

/** A private key with all that JSON must escape: quotes, a backslash, line breaks. One line of it is in no other test's. */
export function newPrivateKey(): string {
  const lines = ['Comment: "C:\\keys\\id"', "", plant(pick(SECRET, 64)), pick(SECRET, 32)];
  return `-----BEGIN PRIVATE KEY-----\n${lines.join("\n")}\n-----END PRIVATE KEY-----`;
}

function pick(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}
