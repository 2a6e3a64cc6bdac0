/** `ec2`, 7 → `ec2-007`: zero-padded to three digits, longer numbers as they are. */
export function formatPlaceholder(prefix: string, number: number): string {
  return `${prefix}-${String(number).padStart(3, "0")}`;
}
