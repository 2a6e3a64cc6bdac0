import { describe, expect, test } from "vitest";
import { countMedia } from "../../masker-service/src/body/count-media.ts";
import { findTexts } from "../../masker-service/src/body/find-texts.ts";
import { loadRecordings } from "../e2e/recording/load-recordings.ts";

const BASE64 = "iVBORw0KGgo".repeat(8);
const SHORT = "aGk=";
const PNG = `data:image/png;base64,${BASE64}`;

const count = (body: unknown) => countMedia(findTexts(typeof body === "string" ? body : JSON.stringify(body)));

const user = (...content: unknown[]) => ({ messages: [{ role: "user", content }] });
const gemini = (...parts: unknown[]) => ({ contents: [{ parts }] });

describe("what nobody can look into is counted", () => {
  test.each<[string, unknown, object]>([
    [
      "Anthropic's image in base64",
      user(source("image", { type: "base64", media_type: "image/png", data: BASE64 })),
      { image: 1 },
    ],
    ["one too short for the exempt table", user(source("image", { type: "base64", data: SHORT })), { image: 1 }],
    [
      "Anthropic's image by address",
      user(source("image", { type: "url", url: "https://example.com/a.png" })),
      { image: 1 },
    ],
    ["Anthropic's image by upload", user(source("image", { type: "file", file_id: "file_1" })), { image: 1 }],
    [
      "Anthropic's PDF in base64",
      user(source("document", { type: "base64", media_type: "application/pdf", data: BASE64 })),
      { pdf: 1 },
    ],
    [
      "Anthropic's PDF by address",
      user(source("document", { type: "url", url: "https://example.com/a.pdf" })),
      { pdf: 1 },
    ],
    ["a source of a type of tomorrow", user(source("document", { type: "lake", name: "x" })), { pdf: 1 }],
    [
      "an image in a tool's result",
      user({ type: "tool_result", content: [source("image", { type: "url", url: "https://e.io" })] }),
      { image: 1 },
    ],
    ["a container's upload", user({ type: "container_upload", file_id: "file_1" }), { file: 1 }],
    [
      "two images and a PDF",
      user(
        ...[1, 2].map(() => source("image", { type: "base64", data: BASE64 })),
        source("document", { type: "file", file_id: "f" }),
      ),
      { image: 2, pdf: 1 },
    ],
    [
      "a type that stands twice, the first harmless",
      '{"content":[{"type":"text","type":"image","source":{"type":"url","url":"https://e.io"}}]}',
      { image: 1 },
    ],
    [
      "a source that says text, then base64",
      `{"content":[{"type":"document","source":{"type":"text","type":"base64","data":"${SHORT}"}}]}`,
      { pdf: 1 },
    ],
    ["OpenAI's image by data URL", user({ type: "image_url", image_url: { url: PNG, detail: "low" } }), { image: 1 }],
    [
      "OpenAI's image by address",
      user({ type: "image_url", image_url: { url: "https://example.com/a.png" } }),
      { image: 1 },
    ],
    [
      "OpenAI's image by address alone",
      user({ type: "image_url", image_url: "https://example.com/a.png" }),
      { image: 1 },
    ],
    ["OpenAI's sound", user({ type: "input_audio", input_audio: { data: SHORT, format: "wav" } }), { audio: 1 }],
    [
      "OpenAI's file in base64",
      user({ type: "file", file: { filename: "a.pdf", file_data: `data:application/pdf;base64,${BASE64}` } }),
      { pdf: 1 },
    ],
    ["OpenAI's file by upload", user({ type: "file", file: { file_id: "file-1" } }), { file: 1 }],
    ["a video", user({ type: "video_url", video_url: { url: "https://example.com/a.mp4" } }), { video: 1 }],
    [
      "Responses' image",
      { input: [{ role: "user", content: [{ type: "input_image", image_url: "https://e.io/a" }] }] },
      { image: 1 },
    ],
    [
      "Responses' image by upload",
      { input: [{ content: [{ type: "input_image", file_id: "file-1" }] }] },
      { image: 1 },
    ],
    [
      "Responses' file by address",
      { input: [{ content: [{ type: "input_file", file_url: "https://e.io/a" }] }] },
      { file: 1 },
    ],
    ["Responses' file in base64", { input: [{ content: [{ type: "input_file", file_data: SHORT }] }] }, { file: 1 }],
    [
      "Responses' screenshot",
      { input: [{ type: "computer_call_output", output: { type: "computer_screenshot", image_url: PNG } }] },
      { image: 1 },
    ],
    ["Responses' image that a tool made", { input: [{ type: "image_generation_call", result: BASE64 }] }, { image: 1 }],
    ["Gemini's inline image", gemini({ inlineData: { mimeType: "image/jpeg", data: SHORT } }), { image: 1 }],
    [
      "Gemini's inline sound in snake case",
      gemini({ inline_data: { mime_type: "audio/wav", data: BASE64 } }),
      { audio: 1 },
    ],
    ["Gemini's PDF by address", gemini({ fileData: { mimeType: "application/pdf", fileUri: "gs://a/b" } }), { pdf: 1 }],
    ["Gemini's file without a type", gemini({ file_data: { file_uri: "gs://a/b" } }), { file: 1 }],
    ["a data URL anywhere", { input: [PNG, PNG, "text"] }, { image: 2 }],
  ])("%s", (_case, body, counts) => {
    expect(count(body)).toEqual(counts);
  });
});

describe("text is not media", () => {
  test.each<[string, unknown]>([
    ["a document of text", user(source("document", { type: "text", media_type: "text/plain", data: "hello" }))],
    ["a document of content", user(source("document", { type: "content", content: [{ type: "text", text: "x" }] }))],
    [
      "a tool's input that speaks of files",
      user({ type: "tool_use", input: { type: "file", url: "https://e.io", name: "a" } }),
    ],
    [
      "a tool's input with a source",
      user({ type: "tool_use", input: { source: { type: "url", url: "https://e.io" } } }),
    ],
    ["a search result", user({ type: "search_result", source: "https://e.io", title: "t", content: [] })],
    [
      "a schema",
      {
        tools: [
          {
            input_schema: {
              type: "object",
              properties: { image_url: { type: "string" }, file_id: { type: "string" } },
            },
          },
        ],
      },
    ],
    [
      "arguments of a call",
      { messages: [{ tool_calls: [{ function: { arguments: JSON.stringify({ type: "image", file_id: "f" }) } }] }] },
    ],
    ["a key that is named so", { image_url: 1, inlineData: {}, file_id: null }],
  ])("%s", (_case, body) => {
    expect(count(body)).toEqual({});
  });

  test.each(loadRecordings())("$file", ({ recording }) => {
    expect(countMedia(findTexts(JSON.stringify(recording.request)))).toEqual({});
  });
});

function source(type: string, of: object): object {
  return { type, source: of };
}
