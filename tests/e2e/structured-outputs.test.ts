import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { newPrivateKey } from "./originals.ts";
import { readAll } from "./read-all.ts";
import { placeholderIn } from "./seen.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const SCHEMA = {
  type: "object",
  properties: { key: { type: "string" }, note: { type: "string" } },
  required: ["key", "note"],
  additionalProperties: false,
};

const used = useGateway();
const { gateway } = used;

interface Api {
  readonly name: string;
  /** Asks for JSON and returns the text of the answer as the SDK assembles it. */
  readonly ask: (prompt: string, stream: boolean) => Promise<string | undefined>;
  /** Where the request says that it wants JSON, as it must reach the provider. */
  readonly asked: object;
}

const APIS: readonly Api[] = [
  {
    name: "OpenAI's chat",
    asked: { response_format: { type: "json_schema" } },
    async ask(prompt, stream) {
      const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: newTeamKey() });
      const params = {
        model: "openai/gpt-5",
        messages: [{ role: "user" as const, content: prompt }],
        response_format: { type: "json_schema" as const, json_schema: { name: "answer", schema: SCHEMA } },
      };
      const completion = stream
        ? await client.chat.completions.stream({ ...params, stream: true }).finalChatCompletion()
        : await client.chat.completions.create(params);
      return completion.choices[0]?.message.content ?? undefined;
    },
  },
  {
    name: "OpenAI's Responses",
    asked: { text: { format: { type: "json_schema" } } },
    async ask(prompt, stream) {
      const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: newTeamKey() });
      const params = {
        model: "openai/gpt-5",
        input: prompt,
        text: { format: { type: "json_schema" as const, name: "answer", schema: SCHEMA } },
        store: false,
      };
      if (!stream) return (await client.responses.create(params)).output_text;
      const events = await readAll(await client.responses.create({ ...params, stream: true }));
      const deltas = events.flatMap((event) => (event.type === "response.output_text.delta" ? [event.delta] : []));
      const wholes = events.flatMap((event) => {
        if (event.type === "response.output_text.done") return [event.text];
        if (event.type === "response.content_part.done") return "text" in event.part ? [event.part.text] : [];
        if (event.type === "response.output_item.done") return textsOf([event.item]);
        return event.type === "response.completed" ? textsOf(event.response.output) : [];
      });
      expect(wholes).toEqual(Array.from({ length: 4 }, () => deltas.join("")));
      return deltas.join("");
    },
  },
  {
    name: "Anthropic's messages",
    asked: { output_config: { format: { type: "json_schema" } } },
    async ask(prompt, stream) {
      const client = new Anthropic({ baseURL: gateway.url, authToken: newTeamKey(), apiKey: null });
      const params: Anthropic.MessageCreateParamsNonStreaming = {
        model: "claude-opus-5-5",
        max_tokens: 1024,
        messages: [{ role: "user", content: prompt }],
        output_config: { format: { type: "json_schema", schema: SCHEMA } },
      };
      const message = stream
        ? await client.messages.stream(params).finalMessage()
        : await client.messages.create(params);
      return message.content[0]?.type === "text" ? message.content[0].text : undefined;
    },
  },
  {
    name: "Gemini's generateContent",
    asked: { generationConfig: { responseMimeType: "application/json" } },
    async ask(prompt, stream) {
      const client = new GoogleGenAI({
        apiKey: newTeamKey(),
        httpOptions: { baseUrl: gateway.url, apiVersion: "v1beta" },
      });
      const params = {
        model: "gemini-2.5-flash",
        contents: prompt,
        config: { responseMimeType: "application/json", responseJsonSchema: SCHEMA },
      };
      if (!stream) return (await client.models.generateContent(params)).text;
      const answers = await readAll(await client.models.generateContentStream(params));
      return answers.map(({ text }) => text ?? "").join("");
    },
  },
];

describe.for(APIS)("JSON by request of $name", ({ ask, asked }) => {
  test.for([false, true])("holds a value with quotes, a backslash and line breaks, streamed: %s", async (stream) => {
    const key = newPrivateKey();
    used.provider.script((request) => {
      const text = JSON.stringify({ key: placeholderIn(request.raw.toString("utf8"), "pem"), note: 'a "key"' });
      return { blocks: [{ type: "text", text, sizes: [2, 1] }] };
    });
    const text = await ask(`explain ${key}`, stream);
    expect(JSON.parse(text ?? "")).toEqual({ key, note: 'a "key"' });
    expect(used.provider.requests.map(({ body }) => body)).toMatchObject([asked]);
    expectUnseen(used.provider.requests, [key]);
    await expectUnstored(gateway, [key]);
  });
});

function textsOf(items: readonly OpenAI.Responses.ResponseOutputItem[]): readonly string[] {
  const parts = items.flatMap((item) => (item.type === "message" ? item.content : []));
  return parts.flatMap((part) => (part.type === "output_text" ? [part.text] : []));
}
