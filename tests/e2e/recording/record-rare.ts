import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import type { Provider } from "../provider/provider.ts";
import { RARE_BLOCKS, RARE_CHAT_ANSWERS, RARE_CHAT_REFUSAL, RARE_RESPONSE_ITEMS } from "./rare-answers.ts";

const KEY = "sk-team-recording";
const QUESTION = "Stop i-0aaaabbbbcccc0001 of sg-0aaaabbbbcccc0002.";

/** Streams of @anthropic-ai/sdk with blocks of server tools and with citations. */
export async function recordAnthropicRare(provider: Provider, url: string): Promise<void> {
  const client = new Anthropic({ baseURL: url, authToken: KEY, apiKey: null, maxRetries: 0 });
  provider.script([RARE_BLOCKS]);
  const source = { type: "text" as const, media_type: "text/plain" as const, data: 'group "sg-0aaaabbbbcccc0002"' };
  const content = [
    { type: "document" as const, title: "i-0aaaabbbbcccc0001", source, citations: { enabled: true } },
    { type: "text" as const, text: QUESTION },
  ];
  const asked = { model: "claude-opus-5-5", max_tokens: 100, messages: [{ role: "user" as const, content }] };
  await client.messages.create(asked);
  for await (const _ of await client.messages.create({ ...asked, stream: true }));
}

/** A whole refusal of a chat, of whose streams LiteLLM leaves it out, and streams with legacy and custom calls, several choices, and calls of MCP tools. */
export async function recordOpenaiRare(provider: Provider, url: string): Promise<void> {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: KEY, maxRetries: 0 });
  const model = "openai/gpt-5";
  const messages = [{ role: "user" as const, content: QUESTION }];
  const functions = [{ name: "stop", description: "Stops i-0aaaabbbbcccc0001.", parameters: { type: "object" } }];
  const sh = { name: "sh", description: "A shell on i-0aaaabbbbcccc0001." };
  const asks: readonly Partial<OpenAI.ChatCompletionCreateParamsStreaming>[] = [
    { functions },
    { tools: [{ type: "custom", custom: sh }] },
    { n: 2 },
  ];
  provider.script([RARE_CHAT_REFUSAL]);
  await client.chat.completions.create({ model, messages });
  for (const [at, ask] of asks.entries()) {
    provider.script([RARE_CHAT_ANSWERS[at] ?? {}]);
    for await (const _ of await client.chat.completions.create({ model, messages, ...ask, stream: true }));
  }
  provider.script([RARE_RESPONSE_ITEMS]);
  const tools = [{ type: "custom" as const, ...sh }];
  for await (const _ of await client.responses.create({ model, input: QUESTION, tools, stream: true }));
}
