import type OpenAI from "openai";

/** A conversation of the Responses API with every kind of input item that carries text. */
export function responsesConversation(model: string): OpenAI.Responses.ResponseCreateParamsNonStreaming {
  return {
    model,
    store: false,
    instructions: "Watch over i-0aaaabbbbcccc0001.",
    input: [
      { role: "developer", content: "Never stop i-0aaaabbbbcccc0001." },
      { role: "user", content: [{ type: "input_text", text: "Stop i-0aaaabbbbcccc0001, 한글과 🤖." }] },
      {
        id: "msg_1",
        type: "message",
        role: "assistant",
        status: "completed",
        content: [{ type: "output_text", text: "On it: i-0aaaabbbbcccc0001.", annotations: [] }],
      },
      { type: "function_call", call_id: "call_1", name: "stop", arguments: '{"id": "i-0aaaabbbbcccc0001", "n": 1.0}' },
      { type: "function_call_output", call_id: "call_1", output: '{"group":"sg-0aaaabbbbcccc0002"}' },
      { type: "custom_tool_call", call_id: "call_2", name: "shell", input: "aws ec2 stop i-0aaaabbbbcccc0001" },
      { type: "custom_tool_call_output", call_id: "call_2", output: "stopped i-0aaaabbbbcccc0001" },
    ],
    tools: [
      {
        type: "function",
        name: "stop",
        strict: false,
        description: "Stops an instance such as i-0aaaabbbbcccc0001.",
        parameters: { type: "object", properties: { id: { type: "string", description: "like i-0aaaabbbbcccc0001" } } },
      },
      { type: "custom", name: "shell", description: "Runs a command on i-0aaaabbbbcccc0001." },
    ],
  };
}
