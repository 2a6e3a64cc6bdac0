/** One content block that the provider answers with. `sizes` are code points per delta, repeated in turn. */
export type Block =
  | {
      readonly type: "text";
      readonly text: string;
      readonly sizes?: readonly number[];
      /** Anthropic's: what of the documents the text is from. */
      readonly citations?: readonly object[];
    }
  | { readonly type: "thinking"; readonly text: string; readonly sizes?: readonly number[] }
  | { readonly type: "tool_use"; readonly name: string; readonly input: object; readonly sizes?: readonly number[] }
  /** A block of any other type, sent whole as it is: server tools, their results, redacted thinking. */
  | { readonly type: "other"; readonly block: object }
  | OpenaiBlock;

/** What only OpenAI's APIs have. A `function_call` is chat's, from before there were tools; a custom tool takes any text. */
type OpenaiBlock =
  | { readonly type: "refusal"; readonly text: string; readonly sizes?: readonly number[] }
  | {
      readonly type: "function_call";
      readonly name: string;
      readonly input: object;
      readonly sizes?: readonly number[];
    }
  | {
      readonly type: "custom_tool_call";
      readonly name: string;
      readonly input: string;
      readonly sizes?: readonly number[];
    };

export type StopReason = "end_turn" | "tool_use" | "max_tokens" | "refusal" | "stop_sequence" | "pause_turn";

export interface ProviderError {
  readonly status: number;
  /** Anthropic's error type, `overloaded_error`. */
  readonly type: string;
  readonly message: string;
}

/** What the provider says to one request. Delays are in milliseconds. */
export interface Answer {
  readonly blocks?: readonly Block[];
  /** More answers to the same question, as OpenAI's chat gives for `n` above 1; in a stream they come by turns. */
  readonly others?: readonly (readonly Block[])[];
  /** Without it: `tool_use` where a block is one, else `end_turn`. */
  readonly stopReason?: StopReason;
  readonly delayBeforeStart?: number;
  readonly delayBetweenDeltas?: number;
  /** An error instead of an answer. */
  readonly error?: ProviderError;
  /** The connection is cut after so many deltas; of a whole answer, after half of its bytes. */
  readonly dieAfterDeltas?: number;
  /** An error event ends the stream after so many deltas. */
  readonly failAfterDeltas?: { readonly deltas: number; readonly error: ProviderError };
}

/** One chunk of a stream as the provider writes it. */
export interface Chunk {
  readonly text: string | Buffer;
  readonly isDelta: boolean;
}

/** Token counts of one answer, in Anthropic's terms. */
export interface Usage {
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  /** How many tools, system blocks and message blocks the read covers. */
  readonly cacheReadBlocks: number;
  readonly cacheWriteTokens: number;
  readonly outputTokens: number;
}

/** A block that is sent as it is; throws for one that the API at hand does not have: a mistake in a test. */
export function asItIs(block: Block): object {
  if (block.type === "other") return block.block;
  throw new Error(`this API has no ${block.type}`);
}

/** The stop reason said, or the one that follows from the blocks. */
export function stopReasonOf(answer: Answer): StopReason {
  if (answer.stopReason !== undefined) return answer.stopReason;
  return answer.blocks?.some((block) => block.type === "tool_use") === true ? "tool_use" : "end_turn";
}
