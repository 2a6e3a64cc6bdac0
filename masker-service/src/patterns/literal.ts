import type { Value } from "./key-value.ts";

const IDENTIFIER = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/;
/** What ends a value of YAML or JSON; in a sentence another word follows. */
const FLOW_AFTER = /[ \t]{16}|[ \t]{0,15}(?:$|->|→|[\r\n#,;)}\]|"'`\\<&]|\x1b)/y;
/** `KEY=`, and `KEY=old -> `. */
const ASSIGNS = /^=(?:$|[^>,\s][^,]*(?:>|→)\s*$)/;
/** Of a command's option: `ParameterKey=DBPassword,ParameterValue=`. */
const NAMED = /^,(?:Parameter)?Value=$/;
/** Also in Markdown: `**Password**: x`. */
const COLON = /^(?:\*\*)?[:：]/;
/** No variable, but prose's own key: `비밀번호 : x`. */
const HANGUL = /[가-힣]$/;
const LONGEST_IDENTIFIER = 48;
/** Words that stand for any value or its type, and fillers such as `xxx`. */
const STAND_IN =
  /^(?:null|none|nil|undefined|true|false|str|string|int|integer|bool|boolean|float|number|any|object|x{3,}|your[-_][\w-]*|\*+|\.+|-+|\?+)$/i;
/** Without quotes also words of prose, and of other types. */
const STAND_IN_UNQUOTED =
  /^(?:yes|no|on|off|n\/a|unknown|default|list|map|array|dict|optional|required|example|name|value|id)$/i;

/** Whether a value is one: no variable, type, call or filler, as code and templates have in its place. */
export function isLiteral(text: string, key: { start: number; end: number }, value: Value, isOption: boolean): boolean {
  const word = text.slice(value.start, value.end);
  if (STAND_IN.test(word)) return false;
  const keyWord = text.slice(key.start, key.end);
  const isAwsKey = value.quote !== "" && /^[A-Z][a-z]/.test(keyWord);
  if (!isAwsKey && isSameWord(keyWord, word)) return false;
  const joint = text.slice(key.end, value.start);
  if (/(?:TABLE|FUNCTION|ROLE)/.test(keyWord) && / = /.test(joint) && /^[A-Za-z_]+$/.test(word)) return false;
  if (value.quote !== "" || isOption) return true;
  if (STAND_IN_UNQUOTED.test(word)) return false;
  if (NAMED.test(joint)) return true;
  if (joint.includes(":") && !endsFlow(text, value.end) && !/\d|-\w+-/.test(word)) return false;
  if ((word.length > LONGEST_IDENTIFIER && !word.includes(".")) || !IDENTIFIER.test(word) || isRandom(word))
    return true;
  if (/^\w+\.\w+$/.test(word)) return false;
  if (text.charAt(value.end) === "(") return false;
  if (ASSIGNS.test(joint))
    return keyWord === keyWord.toUpperCase() || /^,\w+=/.test(text.slice(value.end, value.end + 64));
  return (
    (COLON.test(joint) || HANGUL.test(keyWord)) &&
    !/[a-z][A-Z]/.test(keyWord.slice(0, 1).toLowerCase() === keyWord[0] ? keyWord : "") &&
    /^\s*(?:#|$|[\r\n])/.test(text.slice(value.end, value.end + 8))
  );
}

function endsFlow(text: string, end: number): boolean {
  FLOW_AFTER.lastIndex = end;
  return FLOW_AFTER.test(text);
}

/** Letters and digits that nobody would name a variable: cases and digits change all the time, as in `kR8vX2mLq9`. */
function isRandom(word: string): boolean {
  if (word.length < 8 || !/\d/.test(word)) return false;
  const changes = word.match(/[a-z](?![a-z])|[A-Z](?![A-Z])|\d(?!\d)/g)?.length ?? 0;
  return changes > word.length * (word.length >= 32 ? 0.3 : 0.5);
}

/** Whether both are spellings of one word; no spelling is twice as long as another. */
function isSameWord(one: string, other: string): boolean {
  if (other.length > 2 * one.length || one.length > 2 * other.length) return false;
  return fold(one) === fold(other);
}

function fold(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ .]/g, "");
}
