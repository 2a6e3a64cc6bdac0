import { endsWord, startsWord } from "./edges.ts";
import type { LookAround } from "./found.ts";

/** Up to where the body of a section may open after its name: `"aws_lb" "front" {`, `aws.lb.LoadBalancer("front", {`. */
const OPENING = /(?:\\{0,7}["'])?[ \t]*(?:[:=][ \t]*(?:\\{0,7}r?\\{0,7}[n\n]\s*)?)?(?:\\{0,7}["'][\w-]{1,64}\\{0,7}["'][ \t]*)?(?:\w{1,40}[ \t]*)?([{[(])/y;
const COMMAND_LINE = /(?:[^\n\\;|&]|\\[^\n]|\\\r?\n){0,2000}/y;
const LINE = /\n([ \t]*)(-?)(?=[^ \t\r\n])/g;
const BRACKETS = /[{}[\]()]/g;
const LONGEST = 65_536;
const LONGEST_INDENT = 256;

/**
 * Notes the extent of a section, within which a common key such as `name` says what it names: the brackets or the
 * indented lines under a word (`"Buckets": [`, `resource "aws_lb" "front" {`, `Type: AWS::EKS::Cluster`), or the rest of
 * a command (`aws elbv2 …`).
 */
export function createSectionOpener(section: string): LookAround {
  const isCommand = section.startsWith("aws ");
  return (text, start, end, { sections }) => {
    if ((sections.get(section) ?? 0) > start || !startsWord(text, start, "strict") || !endsWord(text, end)) return false;
    sections.set(section, isCommand ? findCommandEnd(text, end) : findBodyEnd(text, start, end));
    return true;
  };
}

function findCommandEnd(text: string, end: number): number {
  COMMAND_LINE.lastIndex = end;
  return COMMAND_LINE.test(text) ? COMMAND_LINE.lastIndex : end;
}

function findBodyEnd(text: string, start: number, end: number): number {
  OPENING.lastIndex = end;
  if (!OPENING.test(text)) return findDedent(text, start, end);
  let depth = 0;
  BRACKETS.lastIndex = OPENING.lastIndex - 1;
  for (let bracket = BRACKETS.exec(text); bracket !== null; bracket = BRACKETS.exec(text)) {
    depth += "{[(".includes(bracket[0]) ? 1 : -1;
    if (depth <= 0) return bracket.index;
    if (bracket.index - end > LONGEST) break;
  }
  return Math.min(text.length, end + LONGEST);
}

/** In YAML: up to the first line that is indented less than the section's own, or as much without being an item of it. */
function findDedent(text: string, start: number, end: number): number {
  const before = text.slice(Math.max(0, start - LONGEST_INDENT), start);
  const head = before.slice(before.lastIndexOf("\n") + 1);
  const isValue = head.includes(":");
  const column = /^[ \t]*(?:- *)*/.exec(head)?.[0].length ?? 0;
  LINE.lastIndex = end;
  for (let line = LINE.exec(text); line !== null; line = LINE.exec(text)) {
    const indent = line[1]?.length ?? 0;
    if (indent < column || (indent === column && !isValue && line[2] !== "-")) return line.index;
    if (line.index - end > LONGEST) break;
  }
  return Math.min(text.length, end + LONGEST);
}
