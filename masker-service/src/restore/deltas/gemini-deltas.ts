import { fieldsOf, itemsOf, numberOf, type Delta, type FrameDeltas } from "./frame-deltas.ts";

/**
 * Gemini `streamGenerateContent`. Source: `GenerateContentResponse` of @google/genai: a candidate's text comes as parts
 * of many frames; thoughts are parts that say so; a function call comes whole and ends the text before it.
 */
export function findGeminiDeltas(frame: unknown): FrameDeltas {
  const { candidates, error } = fieldsOf(frame);
  const deltas: Delta[] = [];
  const ends: string[] = error === undefined ? [] : [""];
  for (const [place, item] of itemsOf(candidates).entries()) {
    const candidate = fieldsOf(item);
    const block = `${numberOf(candidate["index"], place)}:`;
    const parts = itemsOf(fieldsOf(candidate["content"])["parts"]).map(fieldsOf);
    for (const [position, part] of parts.entries()) {
      if (typeof part["text"] !== "string") continue;
      const channel = block + (part["thought"] === true ? "thought" : "text");
      deltas.push({
        path: `candidates.${place}.content.parts.${position}.text`,
        channel,
        reading: "text",
        isCall: false,
      });
    }
    if (typeof candidate["finishReason"] === "string") ends.push(block);
    else if (parts.some((part) => part["text"] === undefined)) ends.push(block);
    else if (parts.some((part) => part["thought"] !== true)) ends.push(`${block}thought`);
  }
  return { deltas, ends };
}
