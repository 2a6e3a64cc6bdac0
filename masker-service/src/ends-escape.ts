import { isAlphanumeric } from "./is-alphanumeric.ts";

const HEX = "[\\dA-Fa-f]";
const PARAMETERS = "(?:\\d{0,4}[;:?]){0,12}\\d{0,4}";
/** ESC as it is, and as source code, JSON, `cat -v` and rsyslog write it out. */
const ESC = "(?:\\u001b|\\\\(?:033|e|x1[Bb]|u001[Bb]|u\\{1[Bb]\\})|\\^\\[|#033)";
const FORMS = [
  `\\\\(?:[0abfnrtv]|[0-3][0-7]{2}|x${HEX}{2}|u${HEX}{4})`,
  // rsyslog's `#012`.
  "#0[0-3][0-7]",
  // Of a URL in a URL `%252F`, of the fragment of a console's URL `$252F`; `$ab` begins a variable.
  `(?:%(?:25){0,4}${HEX}|\\$(?:25){0,4}[2-7])${HEX}`,
  // Quoted-printable.
  "=3D",
  // A colour may have lost its ESC.
  `\\[${PARAMETERS}m`,
  `${ESC}(?:\\[${PARAMETERS}[A-Za-z]|\\([A-Z0-9])`,
];
const ESCAPE = new RegExp(`(?:${FORMS.join("|")})$`);
/** What may stand before the letters and digits that an escape ends with. */
const LEADS = new Set(Array.from("\\#%$=[;:?(", (character) => character.charCodeAt(0)));

/** Letters and digits at the end of an escape, at most: those of `%252525252F`. */
export const LONGEST_ESCAPE_TAIL = 10;
/** `\u{1b}[`, twelve parameters, four digits and a letter. */
export const LONGEST_ESCAPE = 72;

/**
 * Whether the letter or digit before `index` is the last one of an escape, and so no part of the word that begins there:
 * `\ni-0abc…` in JSON inside JSON, `%2Fi-0abc…` in a URL, a colour on a terminal. The masker asks this about values and
 * the restorer about placeholders: where they did not agree, a placeholder would not be read back.
 */
export function endsEscape(text: string, index: number): boolean {
  return mayEndEscape(text, index) && ESCAPE.test(text.slice(Math.max(0, index - LONGEST_ESCAPE), index));
}

/** Whether what begins an escape's last letters and digits stands before those that end at `index`. Cheap: asked for each word. */
export function mayEndEscape(text: string, index: number): boolean {
  let lead = index - 1;
  const least = Math.max(0, lead - LONGEST_ESCAPE_TAIL);
  while (lead > least && isAlphanumeric(text.charCodeAt(lead))) lead--;
  return leadsEscape(text.charCodeAt(lead));
}

/** Whether letters and digits after this character may end an escape. */
export function leadsEscape(code: number): boolean {
  return LEADS.has(code);
}
