import { Stream as AnthropicStream } from "@anthropic-ai/sdk/streaming";
import { Stream as OpenAiStream } from "openai/streaming";
import { describe, expect, test } from "vitest";
import { createRestorer } from "./restore-stream.ts";

const MESSAGE = "masker: the store is out of reach; send the request again";

async function readAll(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

function respond(bytes: Uint8Array): Response {
  return new Response(Buffer.from(bytes), { headers: { "content-type": "text/event-stream" } });
}

describe("a stream that fails ends with an event on which the client of its API throws", () => {
  test("Anthropic", async () => {
    const bytes = createRestorer("anthropic", new Map()).fail(MESSAGE);
    const stream = AnthropicStream.fromSSEResponse(respond(bytes), new AbortController());
    await expect(readAll(stream)).rejects.toThrow(MESSAGE);
  });

  test.each(["openai-chat", "openai-completions"] as const)("%s", async (api) => {
    const bytes = createRestorer(api, new Map()).fail(MESSAGE);
    const stream = OpenAiStream.fromSSEResponse(respond(bytes), new AbortController());
    await expect(readAll(stream)).rejects.toThrow(MESSAGE);
  });

  test("Responses, with the number that is next", () => {
    const restorer = createRestorer("openai-responses", new Map());
    const delta = (number: number): Uint8Array =>
      Buffer.from(`data: {"type":"response.output_text.delta","delta":"x","sequence_number":${number}}\n\n`);
    for (const number of [0, 1, 2]) restorer.feed(delta(number));
    const text = Buffer.from(restorer.fail(MESSAGE)).toString();
    expect(JSON.parse(text.slice(text.indexOf("{")))).toEqual({
      type: "error",
      code: "server_error",
      message: MESSAGE,
      param: null,
      sequence_number: 3,
    });
  });

  test("Gemini", () => {
    const text = Buffer.from(createRestorer("gemini", new Map()).fail(MESSAGE)).toString();
    expect(JSON.parse(text.slice("data: ".length))).toEqual({
      error: { code: 500, message: MESSAGE, status: "INTERNAL" },
    });
  });
});
