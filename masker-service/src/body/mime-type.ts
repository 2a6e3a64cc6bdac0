const TEXT =
  /^text\/|^application\/(?:(?:x|vnd\.api)[-+.])?(?:json|jsonl|ndjson|xml|yaml|toml|csv|sql|(?:java|ecma|type)script|sh|shellscript|python|httpd-php|graphql|rtf|www-form-urlencoded)\b|\+(?:json|xml|yaml)\b/i;
const CHARSET = /;\s*charset\s*=\s*["']?([\w.:-]+)/i;

/** Where an API says what a file beside it is. */
export const MIME_KEYS: readonly string[] = ["media_type", "mimeType", "mime_type"];

/** Whether a file of this type is read as text, by its type or because it names a character set. */
export function saysText(mime: string): boolean {
  return TEXT.test(mime) || CHARSET.test(mime);
}

export function charsetOf(mime: string): string | undefined {
  return CHARSET.exec(mime)?.[1]?.toLowerCase();
}
