import { z } from "zod";

const name = z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/);
const call = z.discriminatedUnion("type", [
  z.looseObject({
    id: z.string(),
    type: z.literal("function"),
    function: z.looseObject({ name, arguments: z.string() }),
  }),
  z.looseObject({ id: z.string(), type: z.literal("custom"), custom: z.looseObject({ name, input: z.string() }) }),
]);

const message = z.looseObject({
  role: z.enum(["system", "developer", "user", "assistant", "tool", "function"]),
  content: z.union([z.string(), z.array(z.looseObject({ type: z.string() })), z.null()]).optional(),
  tool_calls: z.array(call).optional(),
  tool_call_id: z.string().optional(),
});

/** The parts of a chat completions request that the stand-in provider looks at. */
export const openaiRequest = z.looseObject({
  model: z.string().min(1),
  stream: z.boolean().optional(),
  messages: z.array(message).min(1),
});

type OpenaiRequest = z.infer<typeof openaiRequest>;

/** What the real chat completions API would refuse in a well-shaped request. */
export function checkOpenai(request: OpenaiRequest): readonly string[] {
  const asked = new Set(request.messages.flatMap((each) => each.tool_calls ?? []).map((each) => each.id));
  const answered = new Set(request.messages.map((each) => each.tool_call_id));
  const calls = request.messages.flatMap((each) => each.tool_calls ?? []);
  return [
    ...calls
      .filter((each) => !answered.has(each.id))
      .map((each) => `tool_call_id without a response message: ${each.id}`),
    ...calls
      .filter((each) => each.type === "function" && !isJson(each.function.arguments))
      .map((each) => `arguments of ${each.id} are not JSON`),
    ...request.messages
      .filter((each) => each.role === "tool" && !asked.has(each.tool_call_id ?? ""))
      .map((each) => `'tool' message must answer a preceding tool call: ${each.tool_call_id}`),
  ];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
