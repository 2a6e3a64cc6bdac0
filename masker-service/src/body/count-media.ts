import type { BodyText } from "./find-texts.ts";
import type { JsonContainer, JsonString } from "./json-string.ts";

/** `type` of a block → what it carries, unless its source is text. */
const TYPES: Readonly<Record<string, MediaKind>> = {
  image: "image",
  image_url: "image",
  input_image: "image",
  computer_screenshot: "image",
  image_generation_call: "image",
  document: "pdf",
  audio: "audio",
  input_audio: "audio",
  video_url: "video",
  file: "file",
  input_file: "file",
  container_upload: "file",
};
const MIME_KEYS = ["media_type", "mimeType", "mime_type"];
const TEXT_SOURCES = ["text", "content"];
/** Objects in a block that hold what it carries. */
const WRAPPERS = ["source", "image_url", "input_audio", "video_url", "file"];
/** Gemini's, whose parts have no `type`. */
const PARTS = ["inlineData", "inline_data", "fileData", "file_data"];
const CARRIERS = ["url", "image_url", "data", "file_data", "file_url", "file_id", "fileUri", "file_uri", "result"];

/** What nobody can look into: the label in the metrics. */
export type MediaKind = "image" | "pdf" | "audio" | "video" | "file";

/**
 * Counts the images, PDFs, sounds and files of a request of any API, whether they come as base64, by address or by the id
 * of an upload. A `type` that stands twice counts as both. What the table of exemptions lets pass as media counts
 * wherever it stands.
 *
 * @param texts of one body, from `findTexts`
 */
export function countMedia(texts: readonly BodyText[]): Partial<Record<MediaKind, number>> {
  const values = texts.filter(({ literal, outer }) => !literal.isKey && literal === outer);
  const blocks = findBlocks(values);
  const found = new Map<object, MediaKind>();
  for (const { literal, exemption } of values) {
    const block = blockOf(literal);
    const kind = blocks.get(block) ?? (literal.owner === undefined ? undefined : blocks.get(literal.owner));
    if (exemption?.class === "media") found.set(block, kindOfDataUrl(literal) ?? kind ?? "file");
    else if (isCarrier(literal, blocks)) found.set(block, kind ?? "file");
  }
  const counts: Partial<Record<MediaKind, number>> = {};
  for (const kind of found.values()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** Every object that says by `type` or by a MIME type that it carries media. */
function findBlocks(values: readonly BodyText[]): Map<object, MediaKind> {
  const blocks = new Map<object, MediaKind>();
  for (const { literal } of values) {
    const { key, owner } = literal;
    if (owner === undefined || key === undefined) continue;
    if (key === "type" && !blocks.has(owner)) {
      const kind = Object.hasOwn(TYPES, literal.text) ? TYPES[literal.text] : undefined;
      if (kind !== undefined) blocks.set(owner, kind);
    } else if (MIME_KEYS.includes(key)) blocks.set(owner, kindOfMime(literal.text));
  }
  return blocks;
}

function isCarrier(literal: JsonString, blocks: ReadonlyMap<object, MediaKind>): boolean {
  const { key = "", owner } = literal;
  if (owner === undefined) return false;
  if (isOneOf(owner.key, PARTS)) return CARRIERS.includes(key);
  const isInBlock = owner.parent !== undefined && isOneOf(owner.key, WRAPPERS) && blocks.has(owner.parent);
  if (owner.key === "source" && key === "type") return isInBlock && !TEXT_SOURCES.includes(literal.text);
  if (owner.key === "source") return false;
  return CARRIERS.includes(key) && (isInBlock || (blocks.has(owner) && key !== "url"));
}

/** The object that stands for one image or file, however deep in it the string is. */
function blockOf(literal: JsonString): object {
  const { owner } = literal;
  if (owner === undefined || owner.isArray) return literal;
  return (isOneOf(owner.key, WRAPPERS) || isOneOf(owner.key, PARTS) ? owner.parent : undefined) ?? owner;
}

function kindOfDataUrl({ opening, text }: JsonString): MediaKind | undefined {
  if (opening !== "d" && opening !== "\\") return undefined;
  const mime = /^data:([\w.+-]+\/[\w.+-]+);/.exec(text.slice(0, 100))?.[1];
  return mime === undefined ? undefined : kindOfMime(mime);
}

function kindOfMime(mime: string): MediaKind {
  if (mime === "application/pdf") return "pdf";
  const [family] = mime.split("/");
  return family === "image" || family === "audio" || family === "video" ? family : "file";
}

function isOneOf(name: JsonContainer["key"], names: readonly string[]): boolean {
  return name !== undefined && names.includes(name);
}
