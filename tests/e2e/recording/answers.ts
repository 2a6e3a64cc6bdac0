import type { Answer } from "../provider/answer.ts";

/** An answer with every type of block that carries text, placeholders among them, in deltas of uneven sizes. */
export const EVERY_BLOCK: Answer = {
  blocks: [
    { type: "thinking", text: "The user means ec2-001, 생각 중.", sizes: [1, 4] },
    { type: "other", block: { type: "redacted_thinking", data: "ZWMyLTAwMQ==" } },
    { type: "text", text: 'Found **ec2-001** ("ec2-001") in `sg-001`, 끝 🤖.\r\n\tNot ec2-0012.', sizes: [1, 2, 3, 7] },
    {
      type: "other",
      block: { type: "server_tool_use", id: "srvtoolu_2", name: "web_search", input: { query: "ec2-001" } },
    },
    { type: "other", block: { type: "web_search_tool_result", tool_use_id: "srvtoolu_2", content: [] } },
    {
      type: "tool_use",
      name: "stop_instance",
      input: { id: "ec2-001", note: 'say "ec2-001"\n', tags: { "sg-001": [1, null] } },
      sizes: [1, 2, 5],
    },
  ],
};

/** The same without the blocks that chat completions do not have. */
export const TEXT_AND_CALL: Answer = {
  blocks: [
    { type: "text", text: 'Found **ec2-001** ("ec2-001") in `sg-001`, 끝 🤖.\r\n\tNot ec2-0012.', sizes: [1, 2, 3, 7] },
    { type: "tool_use", name: "stop", input: { id: "ec2-001", note: 'say "ec2-001"\n' }, sizes: [1, 2, 5] },
  ],
};

/** An answer that stops inside a placeholder. */
export const CUT_SHORT: Answer = {
  blocks: [{ type: "text", text: "Look at ec2-001 and ec2-0", sizes: [2] }],
  stopReason: "max_tokens",
};

/** The same as Gemini has it: thoughts as text, the arguments of a call as JSON. */
export const PARTS: Answer = {
  blocks: [
    { type: "thinking", text: "The user means ec2-001, 생각 중.", sizes: [1, 4] },
    { type: "text", text: 'Found **ec2-001** ("ec2-001") in `sg-001`, 끝 🤖.\r\n\tNot ec2-0012.', sizes: [1, 2, 3, 7] },
    {
      type: "tool_use",
      name: "stop",
      input: { id: "ec2-001", note: 'say "ec2-001"\n', tags: { "sg-001": [1, null] } },
    },
  ],
};

/** The same in the kinds of item that the Responses API has. */
export const RESPONSE_ITEMS: Answer = {
  blocks: [
    { type: "thinking", text: "The user means ec2-001, 생각 중.", sizes: [1, 4] },
    ...(TEXT_AND_CALL.blocks ?? []),
  ],
};
