import type { Part } from "@google/genai";
import { BASE64 } from "./base64.ts";

type Content = Exclude<
  keyof Part,
  "thought" | "mediaResolution" | "videoMetadata" | "mediaProcessing" | "speechMetadata"
>;

/** One part with every field that the SDK knows and that holds text or data. */
export const GEMINI_PARTS: Readonly<Record<Content, unknown>> = {
  text: "x",
  functionCall: { name: "x", args: { "a key": "x" }, partialArgs: [{ jsonPath: "x", stringValue: "x" }] },
  functionResponse: { name: "x", response: { "a key": "x" } },
  toolCall: { args: { "a key": "x" } },
  toolResponse: { response: { "a key": "x" } },
  executableCode: { code: "x" },
  codeExecutionResult: { output: "x" },
  fileData: { fileUri: "x" },
  inlineData: { mimeType: "x", data: BASE64 },
  audioTranscription: { text: "x" },
  thoughtSignature: BASE64,
  partMetadata: { "a key": "x" },
};
