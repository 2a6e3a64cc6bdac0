import { type AnthropicRequest, anthropicRequest } from "../../e2e/provider/anthropic-schema.ts";
import type { Answer } from "../../e2e/provider/answer.ts";
import type { RecordedRequest } from "../../e2e/provider/recorded-request.ts";
import type { Workload } from "./workload.ts";

/** Says the request's own context back, as much of it as the workload asks for, with what the provider saw in it. */
export function answerQuestion(request: RecordedRequest, workload: Workload): Answer {
  const text = contextOf(anthropicRequest.parse(request.body));
  if (workload.stream === undefined) return { blocks: [{ type: "text", text }] };
  const { deltas, sizes, delayMs } = workload.stream;
  const length = deltas * (sizes[0] ?? 1);
  const long = text.repeat(Math.ceil(length / text.length));
  const exact = Array.from(long).slice(0, length).join("");
  return {
    blocks: [{ type: "text", text: exact, sizes }],
    ...(delayMs > 0 && { delayBetweenDeltas: delayMs }),
  };
}

function contextOf({ messages }: AnthropicRequest): string {
  const texts = messages
    .slice(0, -1)
    .map(({ content }) => (typeof content === "string" ? content : (content[0]?.text ?? "")));
  return texts.join("\n");
}
