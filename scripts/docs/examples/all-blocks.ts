import { ANTHROPIC_BLOCKS } from "./anthropic-blocks.ts";
import { CHAT_FIELDS, CHAT_PARTS } from "./chat-parts.ts";
import { GEMINI_PARTS } from "./gemini-parts.ts";
import { RESPONSES_ITEMS } from "./responses-items.ts";

/** One block of every type that the APIs' SDKs know, in a body. */
export interface ExampleBlock {
  readonly type: string;
  readonly body: object;
  /** Where the block stands in the body. */
  readonly at: string;
}

/** By API, and what its blocks are called there. The types of the SDKs see to it that none is left out. */
export const ALL_BLOCKS: readonly {
  readonly api: string;
  readonly called: string;
  readonly blocks: readonly ExampleBlock[];
}[] = [
  {
    api: "Anthropic Messages",
    called: "content block",
    blocks: Object.entries(ANTHROPIC_BLOCKS).map(([type, block]) => {
      return {
        type,
        body: { messages: [{ role: "assistant", content: [{ type, ...block }] }] },
        at: "messages.0.content.0",
      };
    }),
  },
  {
    api: "OpenAI chat completions",
    called: "content part",
    blocks: Object.entries(CHAT_PARTS).map(([type, part]) => {
      return { type, body: { messages: [{ role: "user", content: [{ type, ...part }] }] }, at: "messages.0.content.0" };
    }),
  },
  {
    api: "OpenAI chat completions",
    called: "field of a message",
    blocks: Object.entries(CHAT_FIELDS).map(([type, field]) => {
      return { type, body: { messages: [{ role: "assistant", [type]: field }] }, at: "messages.0" };
    }),
  },
  {
    api: "OpenAI Responses",
    called: "item",
    blocks: Object.entries(RESPONSES_ITEMS).map(([type, item]) => {
      return { type, body: { input: [{ type, ...item }] }, at: "input.0" };
    }),
  },
  {
    api: "Gemini",
    called: "field of a part",
    blocks: Object.entries(GEMINI_PARTS).map(([type, field]) => {
      return { type, body: { contents: [{ role: "model", parts: [{ [type]: field }] }] }, at: "contents.0.parts.0" };
    }),
  },
];
