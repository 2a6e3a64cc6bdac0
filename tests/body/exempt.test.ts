import { describe, expect, test } from "vitest";
import { EXEMPTIONS } from "../../masker-service/src/body/exempt.ts";
import { findTexts } from "../../masker-service/src/body/find-texts.ts";

const OPAQUE = "Eo8BCioIAhgBIiQyYjQ0OWJm".repeat(4);

function listTexts(value: unknown): string[] {
  const texts = findTexts(JSON.stringify(value)).filter(({ literal, exemption }) => !literal.isKey && !exemption);
  return texts.map(({ literal }) => literal.text);
}

describe("exempt is", () => {
  test.each([
    ["signed thinking", { content: [{ type: "thinking", thinking: "hm", signature: "sig" }] }],
    ["signed thinking whose type comes last", { content: [{ thinking: "hm", signature: "sig", type: "thinking" }] }],
    ["a delta of thinking", { delta: { type: "thinking_delta", thinking: "hm" } }],
    ["a delta of a signature", { delta: { type: "signature_delta", signature: "sig" } }],
    ["redacted thinking", { content: [{ type: "redacted_thinking", data: OPAQUE }] }],
    ["thinking beside a chat message", { thinking_blocks: [{ type: "thinking", thinking: "hm", signature: "s" }] }],
    ["an encrypted search result", { type: "web_search_result", encrypted_content: OPAQUE }],
    ["encrypted reasoning", { type: "reasoning", encrypted_content: OPAQUE }],
    ["a signature of Gemini", { thoughtSignature: OPAQUE }],
    ["an image", { source: { type: "base64", media_type: "image/png", data: OPAQUE } }],
    ["an image of Gemini", { inlineData: { mimeType: "image/png", data: OPAQUE } }],
    ["an image as a data URL", { image_url: { url: `data:image/png;base64,${OPAQUE}` } }],
    ["the model", { model: "claude" }],
  ])("%s", (_what, value) => {
    const known = [
      "thinking",
      "thinking_delta",
      "signature_delta",
      "redacted_thinking",
      "web_search_result",
      "reasoning",
    ];
    const rest = listTexts(value).filter((text) => ![...known, "base64", "image/png"].includes(text));
    expect(rest).toEqual([]);
  });
});

describe("not exempt is", () => {
  test.each([
    ["thinking under two types", '{"content":[{"type":"thinking","type":"text","thinking":"x"}]}'],
    ["thinking in the input of a tool", '{"input":{"type":"thinking","thinking":"x"}}'],
    ["text beside thinking", '{"content":[{"type":"thinking","thinking":"hm","text":"x"}]}'],
    ["redacted thinking that is text", '{"content":[{"type":"redacted_thinking","data":"x"}]}'],
    ["an encrypted field that is text", '{"type":"reasoning","encrypted_content":"x"}'],
    ["an encrypted field of a block nobody knows", `{"type":"new","encrypted_content":"x","y":"${OPAQUE}"}`],
    ["an image that is text", '{"source":{"type":"base64","data":"x"}}'],
    ["a data URL that is not base64", '{"url":"data:text/plain,hello","a":"x"}'],
    ["a model below the root", '{"tool":{"model":"x"}}'],
    ["a model in the arguments of a tool", '{"function":{"arguments":"{\\"model\\":\\"x\\"}"}}'],
    ["a key", '{"thinking":{"x":1}}'],
  ])("%s", (_what, json) => {
    const texts = findTexts(json).filter(({ exemption }) => exemption === undefined);
    expect(texts.map(({ literal }) => literal.text)).toContain("x");
  });
});

test("thinking and media are told apart, each has its policy", () => {
  const content = [
    { type: "thinking", thinking: "hm", signature: "sig" },
    { type: "image", source: { type: "base64", data: OPAQUE } },
  ];
  const exempt = findTexts(JSON.stringify({ content })).filter(({ exemption }) => exemption !== undefined);
  expect(exempt.map(({ literal, exemption }) => [literal.text, exemption?.class])).toEqual([
    ["hm", "thinking"],
    ["sig", "thinking"],
    [OPAQUE, "media"],
  ]);
});

test("every exemption gives its reason", () => {
  for (const { where, reason } of EXEMPTIONS) expect([where.length > 10, reason.length > 10]).toEqual([true, true]);
});
