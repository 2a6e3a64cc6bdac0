/** Text as it stands between the quotes of a JSON string. Lone surrogates become escapes: UTF-8 has no bytes for them. */
export function encodeJsonText(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
