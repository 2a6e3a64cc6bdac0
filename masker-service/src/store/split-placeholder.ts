/** A placeholder's prefix and number, found with nothing but the function that formats them; undefined if it is none. */
export function splitPlaceholder(
  placeholder: string,
  format: (prefix: string, number: number) => string,
): { prefix: string; number: number } | undefined {
  const digits = /\d+$/.exec(placeholder)?.[0];
  if (digits === undefined) return undefined;
  const number = Number(digits);
  for (let end = placeholder.length - digits.length; end > 0; end--) {
    const prefix = placeholder.slice(0, end);
    if (format(prefix, number) === placeholder) return { prefix, number };
  }
  return undefined;
}
