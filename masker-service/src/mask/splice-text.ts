import type { Edit } from "./mask-texts.ts";

/** The text with each edit's characters replaced by its placeholder. */
export function spliceText(text: string, edits: readonly Edit[]): string {
  let spliced = "";
  let from = 0;
  for (const { start, end, placeholder } of edits) {
    spliced += text.slice(from, start) + placeholder;
    from = end;
  }
  return spliced + text.slice(from);
}
