import type OpenAI from "openai";

/** A chat with every kind of message and content part that carries text. */
export function openaiConversation(model: string): OpenAI.ChatCompletionCreateParamsNonStreaming {
  return {
    model,
    user: "user-7",
    stop: ["END i-0aaaabbbbcccc0001"],
    messages: [
      { role: "system", content: "Watch over i-0aaaabbbbcccc0001." },
      { role: "user", name: "ops", content: [{ type: "text", text: "Stop i-0aaaabbbbcccc0001, 한글과 🤖." }] },
      {
        role: "assistant",
        content: null,
        tool_calls: [
          {
            id: "call_1",
            type: "function",
            function: { name: "stop", arguments: '{"id": "i-0aaaabbbbcccc0001", "n": 1.0}' },
          },
        ],
      },
      { role: "tool", tool_call_id: "call_1", content: '{"group":"sg-0aaaabbbbcccc0002"}' },
      { role: "user", content: "And sg-0aaaabbbbcccc0002?" },
    ],
    tools: [
      {
        type: "function",
        function: {
          name: "stop",
          description: "Stops an instance such as i-0aaaabbbbcccc0001.",
          parameters: {
            type: "object",
            properties: { id: { type: "string", description: "like i-0aaaabbbbcccc0001" } },
          },
        },
      },
    ],
    response_format: { type: "text" },
  };
}
