import { hostname, release } from "node:os";

const NEUTRAL = { release: "6.1.0", host: "workstation" };
const DEVICE_ID = /(device_id\\*":\\*")[0-9a-f]{64}/g;

/** Recorded text without what it says of the machine that it was recorded on. */
export function neutralText(text: string): string {
  return text
    .replaceAll(release(), NEUTRAL.release)
    .replaceAll(hostname(), NEUTRAL.host)
    .replaceAll(DEVICE_ID, `$1${"0".repeat(64)}`);
}
