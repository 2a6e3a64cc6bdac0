import { fieldsOf, itemsOf, numberOf, type Delta, type FrameDeltas } from "./frame-deltas.ts";

/**
 * Gemini `streamGenerateContent`. Source: `GenerateContentResponse` of @google/genai: a candidate's text comes as parts
 * of many frames; thoughts are parts that say so. A function call comes whole, or its strings come in pieces, each with
 * the place that it belongs to; either ends the text before it.
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
      const path = `candidates.${place}.content.parts.${position}`;
      if (typeof part["text"] === "string") {
        const channel = block + (part["thought"] === true ? "thought" : "text");
        const isAnswer = part["thought"] !== true;
        deltas.push({ path: `${path}.text`, channel, reading: "text", isCall: false, isAnswer });
      } else deltas.push(...findPartialArguments(part, path, block));
    }
    if (typeof candidate["finishReason"] === "string") ends.push(block);
    else ends.push(...parts.flatMap(endedBy).map((channel) => block + channel));
  }
  return { deltas, ends };
}

/** Vertex AI's `streamFunctionCallArguments`: pieces of one string have the same `jsonPath`. */
function findPartialArguments(part: Readonly<Record<string, unknown>>, path: string, block: string): Delta[] {
  const pieces = itemsOf(fieldsOf(part["functionCall"])["partialArgs"]).map(fieldsOf);
  return pieces.flatMap((piece, position) => {
    if (typeof piece["stringValue"] !== "string") return [];
    const at = `${path}.functionCall.partialArgs.${position}.stringValue`;
    return [{ path: at, channel: `${block}call:${String(piece["jsonPath"])}`, reading: "text", isCall: true }];
  });
}

/** The beginnings of channels that this part ends. */
function endedBy(part: Readonly<Record<string, unknown>>): string[] {
  if (typeof part["text"] === "string") return part["thought"] === true ? [] : ["thought"];
  const isGoingOn = fieldsOf(part["functionCall"])["willContinue"] === true;
  return isGoingOn ? ["text", "thought"] : [""];
}
