import type Anthropic from "@anthropic-ai/sdk";

const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** A conversation with one block of every type that a client may send. `thinking` must come from the same provider. */
export function anthropicConversation(thinking: Anthropic.ThinkingBlock): Anthropic.MessageCreateParamsNonStreaming {
  return {
    model: "claude-opus-5-5",
    max_tokens: 2048,
    system: [{ type: "text", text: "Watch over i-0aaaabbbbcccc0001.", cache_control: { type: "ephemeral" } }],
    metadata: { user_id: "user-7" },
    stop_sequences: ["END i-0aaaabbbbcccc0001"],
    tool_choice: { type: "auto" },
    tools: [
      {
        name: "stop_instance",
        description: "Stops an instance such as i-0aaaabbbbcccc0001.",
        input_schema: {
          type: "object",
          properties: { id: { type: "string", enum: ["i-0aaaabbbbcccc0001"] }, force: { type: "boolean" } },
          required: ["id"],
        },
      },
    ],
    messages: [
      {
        role: "user",
        content: [
          { type: "text", text: "Compare i-0aaaabbbbcccc0001 with sg-0aaaabbbbcccc0002, 한글과 🤖." },
          { type: "image", source: { type: "base64", media_type: "image/png", data: PIXEL } },
          {
            type: "document",
            title: "vpc-0aaaabbbbcccc0003",
            context: "from subnet-0aaaabbbbcccc0004",
            source: { type: "text", media_type: "text/plain", data: "instance i-0aaaabbbbcccc0001\r\n" },
            citations: { enabled: true },
          },
          {
            type: "document",
            source: { type: "content", content: [{ type: "text", text: "group sg-0aaaabbbbcccc0002" }] },
          },
          {
            type: "search_result",
            source: "https://example.com/i-0aaaabbbbcccc0001",
            title: "On i-0aaaabbbbcccc0001",
            content: [{ type: "text", text: "It runs in vpc-0aaaabbbbcccc0003." }],
          },
        ],
      },
      {
        role: "assistant",
        content: [
          thinking,
          { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: { query: "sg-0aaaabbbbcccc0002" } },
          { type: "web_search_tool_result", tool_use_id: "srvtoolu_1", content: [] },
          { type: "text", text: "Found sg-0aaaabbbbcccc0002." },
          {
            type: "tool_use",
            id: "toolu_1",
            name: "stop_instance",
            input: { id: "i-0aaaabbbbcccc0001", tags: { "sg-0aaaabbbbcccc0002": [1.5, null] } },
          },
          { type: "tool_use", id: "toolu_2", name: "stop_instance", input: { id: "i-0aaaabbbbcccc0001" } },
        ],
      },
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "toolu_1", content: "stopped i-0aaaabbbbcccc0001" },
          {
            type: "tool_result",
            tool_use_id: "toolu_2",
            is_error: true,
            content: [{ type: "text", text: '{"id":"i-0aaaabbbbcccc0001","ok":false}' }],
          },
        ],
      },
    ],
  };
}
