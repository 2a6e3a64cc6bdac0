import type { Answer, Block } from "../provider/answer.ts";

const SAID = 'Not "ec2-001" in `sg-001`, 끝 🤖, nor ec2-0012.';
const REFUSAL: Block = { type: "refusal", text: SAID, sizes: [1, 2, 3, 7] };
const CUSTOM_CALL: Block = {
  type: "custom_tool_call",
  name: "sh",
  input: 'stop "ec2-001" <<E\nsg-001\nE',
  sizes: [1, 3],
};

export const RARE_CHAT_REFUSAL: Answer = { blocks: [REFUSAL] };

/** What OpenAI's chat seldom answers with: an answer for each request. */
export const RARE_CHAT_ANSWERS: readonly Answer[] = [
  {
    blocks: [{ type: "function_call", name: "stop", input: { id: "ec2-001", "sg-001": ['"ec2-001"'] }, sizes: [2, 1] }],
  },
  { blocks: [CUSTOM_CALL] },
  {
    blocks: [{ type: "text", text: SAID, sizes: [1] }],
    others: [[{ type: "text", text: "sg-001, not ec2-0012, and ec2-001", sizes: [2, 1] }]],
  },
];

/** The same of the Responses API, all in one answer. */
export const RARE_RESPONSE_ITEMS: Answer = {
  blocks: [
    REFUSAL,
    CUSTOM_CALL,
    {
      type: "other",
      block: {
        type: "mcp_list_tools",
        server_label: "aws",
        tools: [{ name: "stop", description: "stops ec2-001", input_schema: {} }],
      },
    },
    {
      type: "other",
      block: {
        type: "mcp_call",
        server_label: "aws",
        name: "stop",
        arguments: JSON.stringify({ id: "ec2-001", note: 'of "sg-001"' }),
        output: '{"stopped":"ec2-001"}',
      },
    },
  ],
};

const CITATION = {
  type: "char_location",
  cited_text: 'group "sg-001"',
  document_index: 0,
  document_title: "ec2-001",
  start_char_index: 0,
  end_char_index: 14,
};
const ENCRYPTED = "RXpFd01EQXhZV0ZoWVdKaVltSmpZMk5qWkdSa1pHUmtaR1JrWkdSa1pHUmtaR1E9".repeat(2);

/** Blocks of Anthropic's server tools, and citations. */
export const RARE_BLOCKS: Answer = {
  blocks: [
    {
      type: "other",
      block: { type: "mcp_tool_use", id: "mcptoolu_1", name: "stop", server_name: "aws", input: { id: "ec2-001" } },
    },
    {
      type: "other",
      block: {
        type: "mcp_tool_result",
        tool_use_id: "mcptoolu_1",
        is_error: false,
        content: [{ type: "text", text: '{"stopped":"ec2-001"}' }],
      },
    },
    {
      type: "other",
      block: { type: "server_tool_use", id: "srvtoolu_2", name: "web_search", input: { query: "ec2-001" } },
    },
    {
      type: "other",
      block: {
        type: "web_search_tool_result",
        tool_use_id: "srvtoolu_2",
        content: [
          {
            type: "web_search_result",
            url: "https://example.com/ec2-001",
            title: "On ec2-001",
            encrypted_content: ENCRYPTED,
            page_age: null,
          },
        ],
      },
    },
    {
      type: "text",
      text: "As the paper says, **sg-001** is that of ec2-001.",
      sizes: [1, 2, 5],
      citations: [CITATION],
    },
  ],
};
