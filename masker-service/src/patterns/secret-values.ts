/** Variables, templates and gaps to fill in: `$X`, `${X}`, `{{x}}`, `<x>`, `%(x)s`, `!Ref X`, `@x`; a password may begin like one. */
const REFERENCE = /^(?:[<({]|\$+[\w.:-]*$|[&*%@#!]+[A-Za-z_-]*$|[$%#@*&!]{1,3}[({]|!\w+[ []|\$\d|\(\)|=>|\?\.)/;
/** What stands in everywhere for a value to come. */
const FILLER =
  /^(?:x+|\*+|\.+|-+|_+|0+|none|null|nil|true|false|undefined|string|redacted|your[\w-]*|insert[\w-]*|placeholder|optional|required|unset|hidden|masked)$/i;
/** What programs, and their tests, write for a password. */
const COMMON =
  /^(?:password\d?|passwd|pass|pwd|secret|token|changeme|change_me|tests?\d{0,3}|admin|root|user|foo|bar|baz|example|hunter2|enter[\w-]*|some[-_]\w+|dummy|fake)$/i;
/** Calls, members and indices, as code has them where a value would stand. */
const CODE =
  /\?\?|\?\.|:$|^=|%[sdr]|[\w$\])]\(|^[\w$]+(?:\.[\w$]+)+$|^[\w$.]+\[|\)$|^!?(?:process|os|env|config|self|this|props|args|options|var|local|data|module|secrets|req|request)\.|::|->/;
const WORDS = /^[A-Za-z]+(?:[-_.:/ ]+[A-Za-z]+)*[-_.:/!?]*$/;
const LABEL =
  /^(?:[A-Z][a-z]+)+$|^[-+\d.,e]+$|^0x[\da-fA-F]+$|^(?:Big)?(?:Ui|I)nt\d+(?:Clamped)?Array$|^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$/;
/** A dictionary of code looks the same, so what begins with `test` is left. */
const JSON_BEFORE = /["']\s{0,4}:\s{0,4}\\{0,7}["']$/;
/** Of JSON in a string, HCL and the environment: `\"password\": \"`, `password = "`, `PASSWORD=`; in YAML `password: `; `--password `. */
const DATA_BEFORE =
  /\w {1,16}= {1,16}\\{0,7}["']$|[A-Z가-힣]=["']?$|(?:\w|[가-힣] ?)(?:\*\*)?:(?:\*\*)? {1,16}$|(?:^|[\s"'])-[\w-]{1,30}(?:=["']?| ["'])$/;
const PATH = /^(?:\.{0,2}|~|[A-Z]:)[/\\]\w+(?:[/\\]|$)/;
const FORM_WORD =
  /^(?:current|new|old|confirm|reset|forgot|change|update|verify|show|hide|min|max|input|text|hash|hashed|plain|type|field|label|value|key|name|error|invalid|valid|missing|incorrect|wrong|weak|strong|encrypted|bcrypt|argon2\w*|pbkdf2\w*|scrypt|sha\d+|md5|utf-?8|latin-?1|ascii|base64|bytes|buffer|char|varchar|prompt|stdin|file|env|auto|off|on|yes|no|(?:current|new|one-time|reset|forgot|change|confirm|user|db|my|the|account|admin|old|repeat|no|with|set|get|is|has|use|validate|invalid|wrong|missing)?[-_ ]?passwords?(?:[-_](?:\w+))?|[a-z]+[-_](?:code|hash|field|input|error|reset|policy|text))$/i;
const HASH = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|sha\d{1,3}[-:].*)$/i;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PRINTABLE = /^[\x21-\x7e]+$/;
const NUMBER = /^\d{1,5}$/;
const LONGEST = 512;

/** Whatever a key of an AWS API calls a password: no variable, call, type or filler. */
export const isAnyPassword = judgeOnce((text, start, end) => {
  const value = text.slice(start, Math.min(end, start + LONGEST));
  if (!PRINTABLE.test(value) || NUMBER.test(value) || !hasThreeCharacters(value)) return false;
  return !REFERENCE.test(value) && !FILLER.test(value) && !CODE.test(value) && !PATH.test(value);
});

/**
 * What any program calls a password: also no label, which has a capital, no number, no name of a variable and no word
 * of forms and types. In settings and data any word may be one; in code, whose tests are full of them, only what looks
 * as if somebody had chosen it with care.
 */
export const isPassword = judgeOnce((text, start, end) => {
  if (!isAnyPassword(text, start, end)) return false;
  const value = text.slice(start, Math.min(end, start + LONGEST));
  if (COMMON.test(value) || FORM_WORD.test(value) || LABEL.test(value)) return false;
  const before = text.slice(Math.max(0, start - 32), start);
  const isLine = /\w: ["']$/.test(before) && /^["'][ \t]*(?:\r?\n|$)/.test(text.slice(end, end + 8));
  if (
    /EXAMPLE/.test(value) ||
    isLine ||
    DATA_BEFORE.test(before) ||
    (JSON_BEFORE.test(before) && !/^test/i.test(value) && !WORDS.test(value))
  )
    return true;
  return (
    !WORDS.test(value) &&
    !/^test/i.test(value) &&
    value.length >= 8 &&
    /[A-Za-z]/.test(value) &&
    readEntropy(value) >= 2.5
  );
});

/** No code, no name: a token has digits or capitals in its middle. */
export function isSessionToken(text: string, start: number, end: number): boolean {
  const value = text.slice(start, Math.min(end, start + LONGEST));
  return /\d/.test(value) && /[A-Z]/.test(value) && !CODE.test(value);
}

/** As a password, but after `user:` in a URL any word may be one, and a bare number is a port. */
export function isUrlPassword(text: string, start: number, end: number): boolean {
  const value = text.slice(start, end);
  return (
    !REFERENCE.test(value) &&
    !FILLER.test(value) &&
    !COMMON.test(value) &&
    !/^\d{1,5}$/.test(value) &&
    !value.includes("(")
  );
}

/** A token or key: a password that also looks random. Hashes and UUIDs under such keys name revisions and requests. */
export function isSecret(text: string, start: number, end: number): boolean {
  if (!isPassword(text, start, end)) return false;
  const value = text.slice(start, Math.min(end, start + LONGEST));
  if (HASH.test(value) || UUID.test(value) || /^(?:https?|file|arn|s3|urn|data|alias\/):?|^[./~]|[\\|]/.test(value))
    return false;
  return !WORDS.test(value) && /[A-Za-z]/.test(value) && /\d/.test(value) && readEntropy(value) >= 3;
}

/** Forty characters in mixed case with a digit or sign, and not a path. */
export function isSecretKey(text: string, start: number, end: number): boolean {
  const value = text.slice(start, end);
  return /[a-z]/.test(value) && /[A-Z]/.test(value) && /[0-9/+]/.test(value) && readEntropy(value) >= 3;
}

/** After `Bearer` or `Basic`: `user:password` in base64, or something random; no words joined by signs, as prose has them. */
export function isBearer(text: string, start: number, end: number): boolean {
  const value = text.slice(start, Math.min(end, start + LONGEST));
  if (isBasic(text, start, end)) return true;
  return (
    !FILLER.test(value) &&
    readEntropy(value) >= 3 &&
    /\d/.test(value) &&
    !/^[A-Za-z]+(?:[-_./][A-Za-z]+)*\d?$/.test(value)
  );
}

/** `user:password` in base64. */
export function isBasic(text: string, start: number, end: number): boolean {
  const value = text.slice(start, Math.min(end, start + LONGEST));
  return /^[\x20-\x7e]+:[\x20-\x7e]*$/.test(Buffer.from(value, "base64").toString("latin1"));
}

/** Several kinds ask the same of the same characters, one after the other: the last answer is kept. */
function judgeOnce(judge: (text: string, start: number, end: number) => boolean): typeof judge {
  let last = { text: "", start: 0, end: 0, verdict: false };
  return (text, start, end) => {
    if (start !== last.start || end !== last.end || text !== last.text) {
      last = { text, start, end, verdict: judge(text, start, end) };
    }
    return last.verdict;
  };
}

function hasThreeCharacters(value: string): boolean {
  const first = value.charCodeAt(0);
  let second = first;
  for (let at = 1; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (second === first) second = code;
    else if (code !== first && code !== second) return true;
  }
  return false;
}

/** By character of ASCII; all zero between two calls, since to make it anew takes longer than to read a value. */
const COUNTS = new Uint16Array(128);

/** Shannon entropy in bits per character of ASCII. */
function readEntropy(value: string): number {
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at) & 127;
    COUNTS[code] = (COUNTS[code] ?? 0) + 1;
  }
  let sum = 0;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at) & 127;
    const share = (COUNTS[code] ?? 0) / value.length;
    if (share > 0) sum += share * Math.log2(share);
    COUNTS[code] = 0;
  }
  return -sum;
}
