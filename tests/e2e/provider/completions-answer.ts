import { randomUUID } from "node:crypto";
import { type Answer, type Chunk, stopReasonOf, type Usage } from "./answer.ts";
import { cutText } from "./cut-text.ts";

/** A whole answer of OpenAI's old completions API, which has text alone. */
export function completionsAnswer(answer: Answer, model: string, usage: Usage): object {
  const text = textOf(answer);
  const counts = { prompt_tokens: usage.inputTokens, completion_tokens: usage.outputTokens };
  return {
    ...envelope(model),
    choices: [{ text, index: 0, logprobs: null, finish_reason: finishReason(answer) }],
    usage: { ...counts, total_tokens: usage.inputTokens + usage.outputTokens },
  };
}

/** The same as server-sent events. */
export function* completionsChunks(answer: Answer, model: string): Generator<Chunk> {
  const head = envelope(model);
  const chunk = (text: string, isDelta: boolean, finish: string | null): Chunk => {
    const choices = [{ text, index: 0, logprobs: null, finish_reason: finish }];
    return { text: `data: ${JSON.stringify({ ...head, choices })}\n\n`, isDelta };
  };
  for (const delta of cutText(
    textOf(answer),
    answer.blocks?.[0]?.type === "text" ? answer.blocks[0].sizes : undefined,
  )) {
    yield chunk(delta, true, null);
  }
  yield chunk("", false, finishReason(answer));
  yield { text: "data: [DONE]\n\n", isDelta: false };
}

function envelope(model: string): object {
  return { id: `cmpl-${randomUUID()}`, object: "text_completion", created: Math.floor(Date.now() / 1000), model };
}

function textOf(answer: Answer): string {
  return (answer.blocks ?? []).flatMap((block) => (block.type === "text" ? [block.text] : [])).join("");
}

function finishReason(answer: Answer): string {
  return stopReasonOf(answer) === "max_tokens" ? "length" : "stop";
}
