import { constants, gunzipSync } from "node:zlib";
import { createNeedleFinder } from "./find-needles.ts";

/** Bytes in which to look, and what to call them in a report. */
export interface Source {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Leak {
  readonly source: string;
  readonly original: string;
  readonly form: string;
  readonly offset: number;
}

interface Needle {
  readonly form: string;
  readonly text: string;
}

const BASE64_ALIGNMENTS = [0, 1, 2];
const GZIP = Buffer.of(0x1f, 0x8b, 0x08);

/**
 * Looks for originals in any bytes, in every form that software is likely to give them: as they are, JSON-escaped once or
 * twice, URL-encoded, base64 at its three alignments (both alphabets), hex, and any of these inside gzip. One report for each form found, at its first offset.
 */
export function findLeaks(sources: Iterable<Source>, originals: Iterable<string>): readonly Leak[] {
  const needles = [...originals].flatMap((original) => formsOf(original).map((form) => ({ original, ...form })));
  const finder = createNeedleFinder(needles.map(({ text }) => text));
  const leaks: Leak[] = [];
  for (const { name, bytes } of withUnpacked(sources)) {
    const found = finder.find(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    for (const [place, { original, form }] of needles.entries()) {
      const offset = found.get(place);
      if (offset !== undefined) leaks.push({ source: name, original, form, offset });
    }
  }
  return leaks;
}

/** Each source, and after it what is packed in it: a gzip member may stand anywhere, as a log or a database writes one. */
function* withUnpacked(sources: Iterable<Source>): Generator<Source> {
  for (const source of sources) {
    yield source;
    const bytes = Buffer.from(source.bytes.buffer, source.bytes.byteOffset, source.bytes.byteLength);
    for (let at = bytes.indexOf(GZIP); at >= 0;) {
      const next = bytes.indexOf(GZIP, at + 1);
      // What follows a member must not begin like another that is none: then nothing would be unpacked.
      const unpacked = unpack(bytes.subarray(at, next < 0 ? undefined : next));
      if (unpacked !== undefined) yield* withUnpacked([{ name: `${source.name}, gzip at ${at}`, bytes: unpacked }]);
      at = next;
    }
  }
}

/** What a gzip member holds, as far as it goes; undefined for bytes that only begin like one. */
function unpack(bytes: Buffer): Buffer | undefined {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("Z_")) return undefined;
    throw error;
  }
}

function formsOf(original: string): readonly Needle[] {
  const bytes = Buffer.from(original, "utf8");
  const escaped = inJson(original);
  const forms: Needle[] = [
    { form: "plain", text: original },
    { form: "json", text: escaped },
    { form: "json in json", text: inJson(escaped) },
    { form: "ascii json", text: toAscii(escaped) },
    { form: "url", text: encodeURIComponent(original.toWellFormed()) },
    { form: "form", text: new URLSearchParams([["", original]]).toString().slice(1) },
    { form: "hex", text: bytes.toString("hex") },
    { form: "upper hex", text: bytes.toString("hex").toUpperCase() },
    ...BASE64_ALIGNMENTS.flatMap((shift) => {
      const text = base64Core(bytes, shift);
      return [
        { form: `base64 +${shift}`, text },
        { form: `base64url +${shift}`, text: text.replaceAll("+", "-").replaceAll("/", "_") },
      ];
    }),
  ];
  const first = new Map(forms.toReversed().map((needle) => [needle.text, needle]));
  return [...first.values()].toReversed();
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** As Python's json.dumps writes it: every character beyond ASCII as an escape. */
function toAscii(text: string): string {
  return text.replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The base64 characters that depend on these bytes alone when `shift` unknown bytes stand before them. */
function base64Core(bytes: Buffer, shift: number): string {
  const all = Buffer.concat([Buffer.alloc(shift), bytes]);
  const from = Math.ceil((shift * 8) / 6);
  const to = Math.floor((all.length * 8) / 6);
  return all.toString("base64").slice(from, to);
}
