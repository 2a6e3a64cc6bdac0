import { z } from "zod";

const cacheControl = z.looseObject({ type: z.literal("ephemeral") }).optional();

const block = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  thinking: z.string().optional(),
  signature: z.string().optional(),
  id: z.string().optional(),
  name: z.string().optional(),
  input: z.unknown().optional(),
  tool_use_id: z.string().optional(),
  content: z.unknown().optional(),
  cache_control: cacheControl,
});

const message = z.looseObject({
  role: z.enum(["user", "assistant", "system"]),
  content: z.union([z.string(), z.array(block).min(1)]),
});

const tool = z.looseObject({ name: z.string().regex(/^[a-zA-Z0-9_-]{1,128}$/), cache_control: cacheControl });

/** The parts of an Anthropic Messages request that the stand-in provider looks at. */
export const anthropicRequest = z.looseObject({
  model: z.string().min(1),
  max_tokens: z.number().int().positive().optional(),
  stream: z.boolean().optional(),
  system: z.union([z.string(), z.array(block)]).optional(),
  tools: z.array(tool).optional(),
  messages: z.array(message).min(1),
  cache_control: cacheControl,
});

export type AnthropicRequest = z.infer<typeof anthropicRequest>;
export type AnthropicMessage = z.infer<typeof message>;
export type AnthropicBlock = z.infer<typeof block>;

/** A message's content as a list of blocks, however it was sent. */
export function blocksOf(content: string | readonly AnthropicBlock[]): readonly AnthropicBlock[] {
  return typeof content === "string" ? [{ type: "text", text: content }] : content;
}
