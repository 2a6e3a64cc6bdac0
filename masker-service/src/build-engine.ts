import type { Engine } from "./http/parts.ts";
import { createTextMasker } from "./mask/mask-texts.ts";
import { LOOK_ALIKE } from "./mask/settle-spans.ts";
import type { PatternSet } from "./patterns/load.ts";
import { createRecogniser } from "./token/recogniser.ts";

/** Builds what a pattern set needs to be used; nothing of it is shared with the engine before. */
export function buildEngine(patterns: PatternSet): Engine {
  const recogniser = createRecogniser([...patterns.prefixes, LOOK_ALIKE.prefix]);
  return { patterns, recogniser, maskTexts: createTextMasker(patterns.scanner, recogniser) };
}
