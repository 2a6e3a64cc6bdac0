import type { Engine } from "./http/parts.ts";
import { createTextMasker, type MaskTexts } from "./mask/mask-texts.ts";
import { LOOK_ALIKE } from "./mask/settle-spans.ts";
import type { PatternSet } from "./patterns/load.ts";
import type { Policy } from "./policy/policy.ts";
import { createRecogniser } from "./token/recogniser.ts";

/** Builds what a pattern set needs to be used; nothing of it is shared with the engine before. */
export function buildEngine(patterns: PatternSet, mostMatches?: number): Engine {
  const recogniser = createRecogniser([...patterns.prefixes, LOOK_ALIKE.prefix]);
  const maskers = new Map<Policy["profile"], MaskTexts>();
  const maskTextsOf = (profile: Policy["profile"]): MaskTexts => {
    const maskTexts = maskers.get(profile) ?? createTextMasker(patterns.scannerOf(profile), recogniser, mostMatches);
    maskers.set(profile, maskTexts);
    return maskTexts;
  };
  return { patterns, recogniser, maskTextsOf };
}
