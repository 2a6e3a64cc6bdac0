const MEBIBYTE = 1024 * 1024;
const PROSE = "the quick brown fox deploys to production, then reads the log of the last run. ";

/** Bodies of about `megabytes`, each hard in a way of its own. */
export function makeHeavyBodies(megabytes: number): ReadonlyMap<string, string> {
  const size = megabytes * MEBIBYTE;
  return new Map([
    ["many strings", fill(size, (index) => `"${index} ${PROSE.repeat(3)}"`)],
    ["one huge string", `["${PROSE.repeat(Math.floor(size / PROSE.length))}"]`],
    // 1,000 values, each again and again.
    ["all matches", fill(size, (index) => `"${instanceId(index % 1000)} ${PROSE.repeat(2)}"`)],
    ["all matches in one string", `["${fillText(size, (index) => `${instanceId(index % 1000)} ${PROSE.repeat(2)}`)}"]`],
    ["escapes", `["${String.raw`\n\"\u00e9`.repeat(Math.floor(size / 10))}"]`],
  ]);
}

function fill(size: number, item: (index: number) => string): string {
  return `[${fillText(size, item, ",")}]`;
}

function fillText(size: number, item: (index: number) => string, joint = " "): string {
  const parts: string[] = [];
  for (let length = 0, index = 0; length < size; index++) {
    const part = item(index);
    parts.push(part);
    length += part.length + joint.length;
  }
  return parts.join(joint);
}

function instanceId(index: number): string {
  return `i-0${index.toString(16).padStart(16, "0")}`;
}
