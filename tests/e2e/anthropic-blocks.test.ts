import Anthropic from "@anthropic-ai/sdk";
import { expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "./audit.ts";
import type { Answer, Block } from "./provider/answer.ts";
import { anthropicConversation } from "./recording/anthropic-conversation.ts";
import { EVERY_BLOCK } from "./recording/answers.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const used = useGateway();
const { gateway } = used;

/** What `anthropicConversation` holds. */
const ORIGINALS = { instance: "i-0aaaabbbbcccc0001", group: "sg-0aaaabbbbcccc0002" };

const other = (block: object): Block => ({ type: "other", block });
/** Blocks that the recordings have not, as the API has them: tools of servers, their results, citations. */
const BLOCKS: readonly Block[] = [
  ...(EVERY_BLOCK.blocks ?? []),
  other({ type: "mcp_tool_use", id: "mcptoolu_1", name: "look", server_name: "cloud", input: { "sg-001": "ec2-001" } }),
  other({
    type: "mcp_tool_result",
    tool_use_id: "mcptoolu_1",
    is_error: false,
    content: [{ type: "text", text: "(ec2-001)", citations: null }],
  }),
  other({ type: "server_tool_use", id: "srvtoolu_3", name: "web_search", input: { query: "about sg-001" } }),
  other({
    type: "web_search_tool_result",
    tool_use_id: "srvtoolu_3",
    content: [
      {
        type: "web_search_result",
        url: "https://example.com/?q=ec2-001",
        title: "On ec2-001",
        encrypted_content: "ZWMyLTAwMQ==",
        page_age: null,
      },
    ],
  }),
  other({ type: "server_tool_use", id: "srvtoolu_4", name: "bash_code_execution", input: { command: "echo ec2-001" } }),
  other({
    type: "bash_code_execution_tool_result",
    tool_use_id: "srvtoolu_4",
    content: { type: "bash_code_execution_result", stdout: "ec2-001\n", stderr: "", return_code: 0, content: [] },
  }),
  other({
    type: "text",
    text: "As the document says.",
    citations: [
      {
        type: "char_location",
        cited_text: "instance ec2-001",
        document_index: 0,
        document_title: "of sg-001",
        start_char_index: 0,
        end_char_index: 16,
        file_id: null,
      },
    ],
  }),
  other({ type: "a_block_of_next_year", note: "ec2-001, sg-001", deep: [{ "ec2-001": 1 }] }),
];

/** The block as the client must get it. What is opaque or signed stays as it is. */
function restored(block: Block): object {
  if (block.type === "thinking") return { type: "thinking", thinking: block.text };
  const { sizes: _, ...plain } = { sizes: undefined, ...(block.type === "other" ? block.block : block) };
  const text = JSON.stringify(plain)
    .replaceAll(/ec2-001(?!\d)/g, ORIGINALS.instance)
    .replaceAll("sg-001", ORIGINALS.group);
  return JSON.parse(text) as object;
}

test("@anthropic-ai/sdk puts every type of block together with the originals, whole and from a stream, and sends them all masked", async () => {
  const client = new Anthropic({ baseURL: gateway.url, authToken: newTeamKey(), apiKey: null, maxRetries: 0 });
  const thought: Answer = { blocks: [{ type: "thinking", text: "A thought." }] };
  used.provider.script([thought, { blocks: BLOCKS }]);
  const first = { model: "claude-opus-5-5", max_tokens: 99, messages: [{ role: "user" as const, content: "hi" }] };
  const [thinking] = (await client.messages.create(first)).content;
  const conversation = anthropicConversation(thinking as Anthropic.ThinkingBlock);
  const whole = await client.messages.create(conversation);
  expect(whole.content).toMatchObject(BLOCKS.map(restored));
  const { content } = await client.messages.stream(conversation).finalMessage();
  expect(content).toMatchObject(BLOCKS.map(restored));

  // What was answered goes back in the next turn, every block of it.
  const results = content.flatMap((block) =>
    block.type === "tool_use" ? [{ type: "tool_result" as const, tool_use_id: block.id, content: "done" }] : [],
  );
  const answer = { role: "assistant" as const, content: content as Anthropic.ContentBlockParam[] };
  const messages = [...conversation.messages, answer, { role: "user" as const, content: results }];
  await client.messages.create({ ...conversation, messages });
  expect(used.provider.requests).toHaveLength(4);
  expect(used.provider.requests.flatMap(({ violations }) => violations)).toEqual([]);
  expectUnseen(used.provider.requests, Object.values(ORIGINALS));
  await expectUnstored(gateway, Object.values(ORIGINALS));
});
