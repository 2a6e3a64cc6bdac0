import { createRecogniser } from "../../masker-service/src/token/recogniser.ts";

export const recogniser = createRecogniser([
  "ec2",
  "iam",
  "net",
  "subnet",
  "ip",
  "at",
  "nat",
  "lit",
  "sg",
  "pem",
  "pw",
]);

/** Originals with all that JSON must escape, and with what looks like a placeholder. */
export const ORIGINALS: ReadonlyMap<string, string> = new Map([
  ["ec2-001", "i-1234567890abcdef0"],
  ["ec2-002", "ec2-001"],
  ["sg-001", 'say "hi" \\ / \u0000\u001f'],
  ["iam-001", "AKIA1234567890ABCDEF"],
  ["iam-1000", "\ud83d lone \udc00"],
  ["net-001", "\\u0041\\n"],
  ["nat-002", "trailing\\"],
  ["ip-001", "10.0.0.1"],
  ["pem-001", "-----BEGIN KEY-----\nMII\r\n\u2028🤖-----END KEY-----"],
  ["pw-001", '{"a":["'],
]);

/** Restoring as a person would define it, for canonical placeholders between spaces or punctuation. */
export function replacePlainly(text: string, originals = ORIGINALS): string {
  return text.replace(/(?<![\w])[a-z][a-z0-9]*-[0-9]{3,4}(?![\w]|[-.][0-9])/g, (seen) => originals.get(seen) ?? seen);
}

/** The same for each string of a JSON value, keys included; OpenAI's tool arguments are JSON, thinking stays. */
export function replaceDeeply(value: unknown, originals = ORIGINALS): unknown {
  if (typeof value === "string") return replacePlainly(value, originals);
  if (Array.isArray(value)) return value.map((item) => replaceDeeply(item, originals));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const isArguments = key === "arguments" && typeof item === "string" && item.startsWith("{");
      const replaced = isArguments
        ? JSON.stringify(replaceDeeply(JSON.parse(item), originals))
        : replaceDeeply(item, originals);
      return [replacePlainly(key, originals), replaced];
    }),
  );
}
