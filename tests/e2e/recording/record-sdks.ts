import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import type { Provider } from "../provider/provider.ts";
import { anthropicConversation } from "./anthropic-conversation.ts";
import { CUT_SHORT, EVERY_BLOCK, PARTS, RESPONSE_ITEMS, TEXT_AND_CALL } from "./answers.ts";
import { geminiConversation } from "./gemini-conversation.ts";
import { openaiConversation } from "./openai-conversation.ts";
import { responsesConversation } from "./responses-conversation.ts";

const KEY = "sk-team-recording";

/** Whole and streamed messages of @anthropic-ai/sdk, and a count of tokens. */
export async function recordAnthropicSdk(provider: Provider, url: string): Promise<void> {
  const client = new Anthropic({ baseURL: url, authToken: KEY, apiKey: null, maxRetries: 0 });
  const first = {
    model: "claude-opus-5-5",
    max_tokens: 100,
    messages: [{ role: "user" as const, content: "i-0aaaabbbbcccc0001?" }],
  };
  provider.script([
    {
      blocks: [
        { type: "thinking", text: "A thought on ec2-001." },
        { type: "text", text: "ec2-001." },
      ],
    },
    EVERY_BLOCK,
  ]);
  const { content } = await client.messages.create(first);
  const conversation = anthropicConversation(content[0] as Anthropic.ThinkingBlock);
  await client.messages.create(conversation);
  await client.messages.stream(conversation).finalMessage();
  await client.messages.countTokens({ model: conversation.model, messages: conversation.messages });
  provider.script([CUT_SHORT]);
  await client.messages.stream(first).finalMessage();
}

/** Whole and streamed completions of the openai SDK, from a provider of each kind. */
export async function recordOpenaiSdk(provider: Provider, url: string): Promise<void> {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: KEY, maxRetries: 0 });
  for (const model of ["openai/gpt-5", "claude-opus-5-5"]) {
    provider.script([TEXT_AND_CALL]);
    await client.chat.completions.create(openaiConversation(model));
    await client.chat.completions.stream({ ...openaiConversation(model), stream: true }).finalChatCompletion();
    provider.script([CUT_SHORT]);
    const messages = [{ role: "user" as const, content: "i-0aaaabbbbcccc0001?" }];
    for await (const _ of await client.chat.completions.create({ model, messages, stream: true }));
  }
}

/** The other APIs of the openai SDK. */
export async function recordOpenaiOthers(provider: Provider, url: string): Promise<void> {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: KEY, maxRetries: 0 });
  const conversation = responsesConversation("openai/gpt-5");
  provider.script([RESPONSE_ITEMS]);
  await client.responses.create(conversation);
  for await (const _ of await client.responses.create({ ...conversation, stream: true }));
  provider.script([CUT_SHORT]);
  for await (const _ of await client.responses.create({ ...conversation, stream: true }));
  const prompt = { model: "openai/gpt-5", prompt: ["i-0aaaabbbbcccc0001?"] };
  await client.completions.create(prompt);
  for await (const _ of await client.completions.create({ ...prompt, stream: true }));
  await client.embeddings.create({ model: "openai/gpt-5", input: ["i-0aaaabbbbcccc0001"], encoding_format: "float" });
}

/** Whole and streamed answers of @google/genai. */
export async function recordGoogleSdk(provider: Provider, url: string): Promise<void> {
  const { models } = new GoogleGenAI({ apiKey: KEY, httpOptions: { baseUrl: url, apiVersion: "v1beta" } });
  const conversation = geminiConversation("i-0aaaabbbbcccc0001", "sg-0aaaabbbbcccc0002");
  provider.script([PARTS]);
  await models.generateContent(conversation);
  for await (const _ of await models.generateContentStream(conversation));
  provider.script([CUT_SHORT]);
  for await (const _ of await models.generateContentStream(conversation));
}

/** Rerank has no SDK of its own. */
export async function recordRerank(_: Provider, url: string): Promise<void> {
  const documents = ["in sg-0aaaabbbbcccc0002", "at i-0aaaabbbbcccc0001"];
  const body = { model: "rerank-v3.5", query: "where is i-0aaaabbbbcccc0001?", documents, return_documents: true };
  const headers = { authorization: `Bearer ${KEY}`, "content-type": "application/json" };
  await fetch(`${url}/v1/rerank`, { method: "POST", headers, body: JSON.stringify(body) });
}
