import type { Recogniser } from "../token/recogniser.ts";
import { createJsonReader } from "./json-reader.ts";
import type { Reader, Reading } from "./reader.ts";
import type { Reveal } from "./reveal.ts";
import { createTextReader } from "./text-reader.ts";
import { createValueReader } from "./value-reader.ts";

/** JSON in a string in JSON in a string … is looked into so far. */
const MOST_DEPTH = 8;

/** The reader that restores a text of this kind. */
export function createReader(reading: Reading, recogniser: Recogniser, reveal: Reveal): Reader {
  function createText(before?: { context: string; length: number }): Reader {
    return createTextReader(recogniser, reveal, before);
  }

  function createJson(isDeclared: boolean, depth: number): Reader {
    return createJsonReader({ isDeclared, createInner: () => createValue(depth + 1), createText });
  }

  function createValue(depth: number): Reader {
    return depth > MOST_DEPTH
      ? createText()
      : createValueReader(
          () => createJson(false, depth),
          () => createText(),
        );
  }

  if (reading === "text") return createText();
  return reading === "json" ? createJson(true, 0) : createValue(0);
}
