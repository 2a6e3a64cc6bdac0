/** The whole answer of a provider whose API the path names, with `said` as its text. */
export function wholeAnswer(path: string, said: string): object {
  return answersOf(path, said).whole;
}

/** The same as SSE frames, cut where a provider cuts. */
export function streamedAnswer(path: string, said: string): string[] {
  return answersOf(path, said).frames.map((frame) => {
    if (typeof frame === "string") return `data: ${frame}\n\n`;
    const name = "type" in frame ? `event: ${String(frame.type)}\n` : "";
    return `${name}data: ${JSON.stringify(frame)}\n\n`;
  });
}

interface Answers {
  readonly whole: object;
  readonly frames: readonly (object | string)[];
}

function answersOf(path: string, said: string): Answers {
  if (path.includes("count_tokens")) return { whole: { input_tokens: 7 }, frames: [] };
  if (path.includes("countTokens")) return { whole: { totalTokens: 7 }, frames: [] };
  if (path.includes("messages")) return anthropic(said);
  if (path.includes("chat/completions")) return chat(said);
  if (path.includes("completions")) return completions(said);
  if (path.includes("responses")) return responses(said);
  if (path.includes("enerateContent")) return gemini(said);
  if (path.includes("embeddings")) return { whole: embeddings, frames: [] };
  return { whole: rerank, frames: [] };
}

const embeddings = {
  object: "list",
  model: "m",
  data: [{ object: "embedding", index: 0, embedding: [0.5] }],
  usage: { prompt_tokens: 1, total_tokens: 1 },
};

const rerank = {
  id: "r",
  results: [{ index: 0, relevance_score: 0.5 }],
  meta: { api_version: { version: "2" }, billed_units: { search_units: 1 } },
};

function anthropic(said: string): Answers {
  const head = { id: "msg_1", type: "message", role: "assistant", model: "m", stop_sequence: null };
  const usage = { input_tokens: 1, output_tokens: 1 };
  const delta = (text: string) => ({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } });
  return {
    whole: { ...head, content: [{ type: "text", text: said }], stop_reason: "end_turn", usage },
    frames: [
      { type: "message_start", message: { ...head, content: [], stop_reason: null, usage } },
      { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
      ...Array.from({ length: 8 }, () => delta(`${said} `)),
      { type: "content_block_stop", index: 0 },
      { type: "message_delta", delta: { stop_reason: "end_turn", stop_sequence: null }, usage: { output_tokens: 1 } },
      { type: "message_stop" },
    ],
  };
}

function chat(content: string): Answers {
  const head = { id: "c", created: 1, model: "m" };
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  const chunk = (delta: object, finish_reason: string | null) => ({
    ...head,
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta, finish_reason }],
  });
  const message = { role: "assistant", content };
  return {
    whole: { ...head, object: "chat.completion", choices: [{ index: 0, message, finish_reason: "stop" }], usage },
    frames: [...Array.from({ length: 8 }, () => chunk(message, null)), chunk({}, "stop"), "[DONE]"],
  };
}

function completions(text: string): Answers {
  const head = { id: "c", object: "text_completion", created: 1, model: "m" };
  const whole = { ...head, choices: [{ index: 0, text, finish_reason: "stop" }] };
  return {
    whole: { ...whole, usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } },
    frames: [whole, "[DONE]"],
  };
}

function responses(text: string): Answers {
  const part = { type: "output_text", text, annotations: [] };
  const item = { type: "message", id: "msg_1", status: "completed", role: "assistant", content: [part] };
  const head = { id: "resp_1", object: "response", created_at: 1, model: "m", parallel_tool_calls: true };
  const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
  const whole = { ...head, status: "completed", output: [item], tool_choice: "auto", tools: [], usage };
  const where = { item_id: "msg_1", output_index: 0, content_index: 0 };
  return {
    whole,
    frames: [
      { type: "response.created", sequence_number: 0, response: { ...whole, status: "in_progress", output: [] } },
      { type: "response.output_text.delta", sequence_number: 1, ...where, delta: text },
      { type: "response.completed", sequence_number: 2, response: whole },
    ],
  };
}

function gemini(text: string): Answers {
  const candidate = { content: { parts: [{ text }], role: "model" }, finishReason: "STOP", index: 0 };
  const usageMetadata = { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 };
  const whole = { candidates: [candidate], usageMetadata, modelVersion: "m" };
  return { whole, frames: [whole] };
}
