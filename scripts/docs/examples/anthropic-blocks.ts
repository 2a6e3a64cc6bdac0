import type Anthropic from "@anthropic-ai/sdk";
import { BASE64 } from "./base64.ts";

type BlockType = Anthropic.Beta.Messages.BetaContentBlockParam["type"];
type DeltaType = Anthropic.Beta.Messages.BetaRawContentBlockDelta["type"];

const text = { type: "text", text: "x" };

/** One content block of every type that the SDK knows, with what people, tools or a model write into it. */
export const ANTHROPIC_BLOCKS: Readonly<Record<BlockType, object>> = {
  text: { text: "x", citations: [{ type: "char_location", cited_text: "x", document_title: "x" }] },
  thinking: { thinking: "x", signature: "x" },
  redacted_thinking: { data: BASE64 },
  image: { source: { type: "base64", media_type: "x", data: BASE64 } },
  document: {
    title: "x",
    context: "x",
    source: { type: "content", content: [text], data: BASE64 },
  },
  search_result: { source: "x", title: "x", content: [text] },
  tool_use: { name: "x", input: { "a key": "x" } },
  tool_result: { content: [text] },
  server_tool_use: { name: "x", input: { "a key": "x" } },
  mcp_tool_use: { name: "x", server_name: "x", input: { "a key": "x" } },
  mcp_tool_result: { content: [text] },
  mcp_tool_listing: { server_name: "x", tools: [{ name: "x", description: "x" }] },
  web_search_tool_result: {
    content: [{ type: "web_search_result", title: "x", url: "x", encrypted_content: BASE64 }],
  },
  web_fetch_tool_result: { content: { type: "web_fetch_result", url: "x", content: { title: "x" } } },
  code_execution_tool_result: {
    content: { type: "encrypted_code_execution_result", stderr: "x", encrypted_stdout: BASE64 },
  },
  bash_code_execution_tool_result: { content: { stdout: "x", stderr: "x" } },
  text_editor_code_execution_tool_result: { content: { content: "x", lines: ["x"] } },
  tool_search_tool_result: { content: { tool_references: [{ type: "tool_reference", tool_name: "x" }] } },
  advisor_tool_result: { content: { type: "advisor_result", text: "x" } },
  tool_addition: { tool: { name: "x", description: "x" } },
  tool_removal: { tool: { name: "x" } },
  container_upload: { file_id: "x" },
  compaction: { content: "x", encrypted_content: BASE64 },
  fallback: { from: { model: "x" }, to: { model: "x" } },
};

/** One delta of every type that the SDK knows. */
export const ANTHROPIC_DELTAS: Readonly<Record<DeltaType, object>> = {
  text_delta: { text: "x" },
  input_json_delta: { partial_json: "x" },
  thinking_delta: { thinking: "x" },
  signature_delta: { signature: "x" },
  citations_delta: { citation: { cited_text: "x" } },
  compaction_delta: { content: "x" },
};
