import { randomUUID } from "node:crypto";
import { type Answer, asItIs, type Block, type Chunk, type ProviderError } from "./answer.ts";
import { type StopReason, stopReasonOf, type Usage } from "./answer.ts";
import { cutText } from "./cut-text.ts";

type Item = { readonly id: string } & Record<string, unknown>;

const ID_PREFIXES: Record<Block["type"], string> = {
  text: "msg",
  refusal: "msg",
  tool_use: "fc",
  function_call: "fc",
  custom_tool_call: "ctc",
  thinking: "rs",
  other: "item",
};

const INCOMPLETE: Partial<Record<StopReason, string>> = { max_tokens: "max_output_tokens", refusal: "content_filter" };

/** A whole answer of OpenAI's Responses API: one output item for each block. */
export function responsesAnswer(answer: Answer, model: string, usage: Usage): object {
  const output = (answer.blocks ?? []).map((block) => doneItem(block, newId(block)));
  return envelope(answer, model, newResponseId(), output, usage);
}

/** The same as server-sent events, numbered without a gap. */
export function* responsesChunks(answer: Answer, model: string, usage: Usage): Generator<Chunk> {
  let number = 0;
  const event = (type: string, fields: object): Chunk => {
    const data = JSON.stringify({ type, sequence_number: number++, ...fields });
    return { text: `event: ${type}\ndata: ${data}\n\n`, isDelta: type.endsWith(".delta") };
  };
  const id = newResponseId();
  const begun = { ...envelope(answer, model, id, [], undefined), status: "in_progress", incomplete_details: null };
  yield event("response.created", { response: begun });
  yield event("response.in_progress", { response: begun });
  const output: Item[] = [];
  for (const [output_index, block] of (answer.blocks ?? []).entries()) {
    const item = doneItem(block, newId(block));
    output.push(item);
    yield event("response.output_item.added", { output_index, item: openItem(item) });
    yield* innerEvents(block, { item_id: item.id, output_index }, event);
    yield event("response.output_item.done", { output_index, item });
  }
  const response = envelope(answer, model, id, output, usage);
  yield event(INCOMPLETE[stopReasonOf(answer)] ? "response.incomplete" : "response.completed", { response });
}

/** The event that ends a stream in its middle. */
export function responsesErrorChunk(error: ProviderError): Chunk {
  const data = JSON.stringify({ type: "error", code: error.type, message: error.message, param: null });
  return { text: `event: error\ndata: ${data}\n\n`, isDelta: false };
}

function* innerEvents(block: Block, place: object, event: (type: string, fields: object) => Chunk): Generator<Chunk> {
  if (block.type === "text") {
    const at = { ...place, content_index: 0 };
    yield event("response.content_part.added", { ...at, part: outputText("") });
    for (const delta of cutText(block.text, block.sizes))
      yield event("response.output_text.delta", { ...at, delta, logprobs: [] });
    yield event("response.output_text.done", { ...at, text: block.text, logprobs: [] });
    yield event("response.content_part.done", { ...at, part: outputText(block.text) });
  }
  if (block.type === "refusal") {
    const at = { ...place, content_index: 0 };
    yield event("response.content_part.added", { ...at, part: { type: "refusal", refusal: "" } });
    for (const delta of cutText(block.text, block.sizes)) yield event("response.refusal.delta", { ...at, delta });
    yield event("response.refusal.done", { ...at, refusal: block.text });
    yield event("response.content_part.done", { ...at, part: { type: "refusal", refusal: block.text } });
  }
  if (block.type === "custom_tool_call") {
    for (const delta of cutText(block.input, block.sizes))
      yield event("response.custom_tool_call_input.delta", { ...place, delta });
    yield event("response.custom_tool_call_input.done", { ...place, input: block.input });
  }
  if (block.type === "tool_use") {
    const text = JSON.stringify(block.input);
    for (const delta of cutText(text, block.sizes))
      yield event("response.function_call_arguments.delta", { ...place, delta });
    yield event("response.function_call_arguments.done", { ...place, name: block.name, arguments: text });
  }
  if (block.type === "thinking") {
    const at = { ...place, summary_index: 0 };
    yield event("response.reasoning_summary_part.added", { ...at, part: { type: "summary_text", text: "" } });
    for (const delta of cutText(block.text, block.sizes))
      yield event("response.reasoning_summary_text.delta", { ...at, delta });
    yield event("response.reasoning_summary_text.done", { ...at, text: block.text });
    yield event("response.reasoning_summary_part.done", { ...at, part: { type: "summary_text", text: block.text } });
  }
}

function doneItem(block: Block, id: string): Item {
  if (block.type === "text" || block.type === "refusal") {
    const part = block.type === "text" ? outputText(block.text) : { type: "refusal", refusal: block.text };
    return { id, type: "message", status: "completed", role: "assistant", content: [part] };
  }
  if (block.type === "custom_tool_call") {
    const call = { call_id: `call_${id.slice(-12)}`, name: block.name, input: block.input };
    return { id, type: "custom_tool_call", status: "completed", ...call };
  }
  if (block.type === "tool_use") {
    const call = { call_id: `call_${id.slice(-12)}`, name: block.name, arguments: JSON.stringify(block.input) };
    return { id, type: "function_call", status: "completed", ...call };
  }
  if (block.type === "thinking")
    return { id, type: "reasoning", summary: [{ type: "summary_text", text: block.text }] };
  return { ...asItIs(block), id };
}

function openItem(item: Item): object {
  if (item["type"] === "message") return { ...item, status: "in_progress", content: [] };
  if (item["type"] === "function_call") return { ...item, status: "in_progress", arguments: "" };
  if (item["type"] === "custom_tool_call") return { ...item, status: "in_progress", input: "" };
  return item["type"] === "reasoning" ? { ...item, summary: [] } : item;
}

function envelope(
  answer: Answer,
  model: string,
  id: string,
  output: readonly Item[],
  usage: Usage | undefined,
): object {
  const reason = INCOMPLETE[stopReasonOf(answer)];
  return {
    id,
    object: "response",
    created_at: Math.floor(Date.now() / 1000),
    status: reason === undefined ? "completed" : "incomplete",
    incomplete_details: reason === undefined ? null : { reason },
    error: null,
    instructions: null,
    metadata: {},
    model,
    output,
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: "auto",
    tools: [],
    top_p: 1,
    usage: usage && {
      input_tokens: usage.inputTokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: usage.outputTokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: usage.inputTokens + usage.outputTokens,
    },
  };
}

function outputText(text: string): object {
  return { type: "output_text", text, annotations: [], logprobs: [] };
}

function newResponseId(): string {
  return `resp_${randomUUID().replaceAll("-", "")}`;
}

function newId(block: Block): string {
  const prefix = ID_PREFIXES[block.type];
  return `${prefix}_${randomUUID().replaceAll("-", "")}`;
}
