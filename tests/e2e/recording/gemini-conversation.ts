import type { GenerateContentParameters } from "@google/genai";

/** A conversation with originals in every place that Gemini's API has for text. */
export function geminiConversation(instance: string, group: string): GenerateContentParameters {
  return {
    model: "gemini-2.5-flash",
    contents: [
      { role: "user", parts: [{ text: `find ${instance} of ${group}` }] },
      { role: "model", parts: [{ functionCall: { name: "stop", args: { id: instance, [group]: [group] } } }] },
      { role: "user", parts: [{ functionResponse: { name: "stop", response: { output: `stopped ${instance}` } } }] },
    ],
    config: {
      systemInstruction: `Guard ${instance}.`,
      stopSequences: [`END ${instance}`],
      tools: [
        {
          functionDeclarations: [
            { name: "stop", description: `stops ${instance}`, parametersJsonSchema: { type: "object", title: group } },
          ],
        },
      ],
    },
  };
}
