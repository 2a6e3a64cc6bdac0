import { endsWord, startsWord } from "./edges.ts";
import type { LookAround } from "./found.ts";

const GAP = String.raw`(?:\s|\\{1,7}[nrt]){0,256}`;
const QUOTE = String.raw`\\{0,7}["']`;
/** How a body opens after its name: `": [`, `" "front" {`, `("front", {`, `: aws.x({`; in YAML `:` and a line break. */
const OPENING = new RegExp(
  String.raw`(?:${QUOTE})?[ \t]{0,64}(?:[:=]${GAP}(?:new )?[\w.]{0,64}([{[(])|${QUOTE}[\w-]{1,64}${QUOTE}${GAP}({)|(\()|:[ \t]*(?:#[^\n]*)?(?=\r?\n)|(?=\s))`,
  "y",
);
const COMMAND_LINE = /(?:[^\n\\;|&]|\\[^\n]|\\\r?\n){0,2000}/y;
/** The title of a table of `--output table`, and the lines under it. */
const TITLE = /[ \t]{0,200}\|{1,4}\r?\n(?=[|+-])(?:[|+-][^\n]{0,2000}\n?){1,1000}/y;
const LINE = /\n([ \t]*)(?=([^ \t\r\n]))/g;
/** A bracket, or the indentation of the next line: what is indented less is outside, even if a bracket never closes. */
const BRACKETS = /[{}[\]()]|\n([ \t]*)(?=[^ \t\r\n])/g;
const BLANK = 32;
const LONGEST = 65_536;
const LONGEST_INDENT = 256;

/**
 * Notes the extent of a section, within which a common key such as `name` says what it names: the brackets or the
 * indented lines under a word (`"Buckets": [`, `resource "aws_lb" "front" {`, `Type: AWS::EKS::Cluster`), or the rest of
 * a command (`aws elbv2 …`).
 */
export function createSectionOpener(section: string): LookAround {
  const isCommand = section.startsWith("aws ") || section.startsWith("eksctl");
  const isType = section.includes("::");
  return (text, start, end, { sections }) => {
    if ((sections.get(section) ?? 0) > start || !startsWord(text, start, "strict") || !endsWord(text, end))
      return false;
    const close = isCommand ? findCommandEnd(text, end) : findBodyEnd(text, start, end, isType);
    if (close !== undefined) sections.set(section, close);
    return close !== undefined;
  };
}

function findCommandEnd(text: string, end: number): number {
  COMMAND_LINE.lastIndex = end;
  return COMMAND_LINE.test(text) ? COMMAND_LINE.lastIndex : end;
}

/** The end of the brackets, or lines, that open after the name, or of the table that it is the title of; undefined if none do. */
function findBodyEnd(text: string, start: number, end: number, isType: boolean): number | undefined {
  if (text.charCodeAt(end) === BLANK && /\|[ \t]+$/.test(text.slice(Math.max(0, start - 128), start))) {
    TITLE.lastIndex = end;
    if (TITLE.test(text)) return TITLE.lastIndex;
  }
  OPENING.lastIndex = end;
  const opening = OPENING.exec(text)?.[0];
  if (opening === undefined) return isType ? findDedent(text, start, end) : undefined;
  if (!/[{[(]$/.test(opening)) return isType || opening.includes(":") ? findDedent(text, start, end) : undefined;
  const { column } = readHead(text, start);
  let depth = 0;
  BRACKETS.lastIndex = OPENING.lastIndex - 1;
  for (let next = BRACKETS.exec(text); next !== null; next = BRACKETS.exec(text)) {
    const indent = next[1];
    if (indent !== undefined && indent.length < column) return next.index;
    if (indent === undefined) depth += "{[(".includes(next[0]) ? 1 : -1;
    if (depth <= 0) return next.index;
    if (next.index - end > LONGEST) break;
  }
  return Math.min(text.length, end + LONGEST);
}

/** In YAML: up to the first line that is indented less than the section's own, or as much without being an item of it. */
function findDedent(text: string, start: number, end: number): number {
  const { head, column } = readHead(text, start, true);
  const isValue = head.includes(":");
  LINE.lastIndex = end;
  for (let line = LINE.exec(text); line !== null; line = LINE.exec(text)) {
    const indent = line[1]?.length ?? 0;
    if (indent < column || (indent === column && !isValue && line[2] !== "-")) return line.index;
    if (line.index - end > LONGEST) break;
  }
  return Math.min(text.length, end + LONGEST);
}

/** The line before `start`, and where its text begins; in YAML after the dashes of a list. */
function readHead(text: string, start: number, isYaml = false): { head: string; column: number } {
  const before = text.slice(Math.max(0, start - LONGEST_INDENT), start);
  const head = before.slice(before.lastIndexOf("\n") + 1);
  const blank = isYaml ? /^[ \t]*(?:- *)*/ : /^[ \t]*/;
  return { head, column: blank.exec(head)?.[0].length ?? 0 };
}
