/** `ec2` of `ec2-001`, for a placeholder in its canonical form. */
export function prefixOf(placeholder: string): string {
  return placeholder.slice(0, placeholder.lastIndexOf("-"));
}
