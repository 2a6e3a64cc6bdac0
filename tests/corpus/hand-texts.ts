import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const DIRECTORY = path.join(import.meta.dirname, "hand");
/** `«must be masked»`, `‹may be masked›`; what stands outside both must stay. */
const MARKS = /[«»‹›]/g;

/** A stretch of a text, in UTF-16 units. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** A text that a person wrote and marked. */
export interface HandText {
  /** `cli: describe-instances as json` */
  readonly title: string;
  readonly text: string;
  readonly must: readonly Extent[];
  readonly may: readonly Extent[];
}

/** All texts of `hand/`, one after each line that begins with `%% `. */
export function readHandTexts(): HandText[] {
  return readdirSync(DIRECTORY).flatMap((file) =>
    readFileSync(path.join(DIRECTORY, file), "utf8")
      .split(/^%% /m)
      .slice(1)
      .map((part) => {
        const [title = "", ...lines] = part.split("\n");
        return { title: `${path.parse(file).name}: ${title}`, ...readMarks(lines.join("\n")) };
      }),
  );
}

function readMarks(marked: string): Omit<HandText, "title"> {
  const must: Extent[] = [];
  const may: Extent[] = [];
  let text = "";
  let open: number | undefined;
  let last = 0;
  for (const { 0: mark, index } of marked.matchAll(MARKS)) {
    text += marked.slice(last, index);
    last = index + 1;
    const isOpening = "«‹".includes(mark);
    if (isOpening === (open !== undefined)) throw new TypeError(`hand: an unpaired ${mark} after ${text.slice(-40)}`);
    if (open !== undefined) (mark === "»" ? must : may).push({ start: open, end: text.length });
    open = isOpening ? text.length : undefined;
  }
  return { text: text + marked.slice(last), must, may };
}
