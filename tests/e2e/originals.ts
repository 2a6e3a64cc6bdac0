import { randomBytes, randomInt } from "node:crypto";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const SECRET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** An EC2 instance id that no other test uses. */
export function newInstanceId(): string {
  return `i-0${randomBytes(8).toString("hex")}`;
}

/** An IAM access key id that no other test uses. */
export function newAccessKeyId(): string {
  return `AKIA${pick(BASE32, 16)}`;
}

/** 40 characters as in an AWS secret access key, with both characters that need escaping somewhere. */
export function newSecretAccessKey(): string {
  return `${pick(SECRET, 19)}+${pick(SECRET, 19)}/`;
}

/** A security group's id that no other test uses. */
export function newSecurityGroupId(): string {
  return `sg-0${randomBytes(8).toString("hex")}`;
}

function pick(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}
