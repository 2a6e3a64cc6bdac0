import { expect, test } from "vitest";
import { asksForJson } from "../../masker-service/src/body/asks-for-json.ts";

test.each([
  ["a chat with a schema", { response_format: { type: "json_schema", json_schema: {} } }, true],
  ["a chat with JSON mode", { response_format: { type: "json_object" } }, true],
  ["Responses with a schema", { text: { format: { type: "json_schema" } } }, true],
  ["Anthropic", { output_config: { effort: "high", format: { type: "json_schema" } } }, true],
  ["Anthropic before that", { output_format: { type: "json_schema" } }, true],
  ["Gemini", { generationConfig: { responseMimeType: "application/json" } }, true],
  ["text", { response_format: { type: "text" } }, false],
  ["a message that names the format", { messages: [{ type: "json_schema" }], text: "json_object" }, false],
  ["a deeper place of the same name", { tool: { response_format: { type: "json_schema" } } }, false],
  ["a tool's MIME type", { tools: [{ generationConfig: { responseMimeType: "application/json" } }] }, false],
])("%s asks for JSON or does not", (_what, body, asks) => {
  expect(asksForJson(JSON.stringify(body))).toBe(asks);
});

test("an escape in the slash of a MIME type changes nothing", () => {
  expect(asksForJson(String.raw`{"generationConfig":{"responseMimeType":"application\/json"}}`)).toBe(true);
});
