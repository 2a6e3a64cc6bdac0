import type { RecordedRequest } from "../provider/recorded-request.ts";
import type { Exchange } from "../recording/start-tap.ts";

/** An answer of the gateway, read whole. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** What one run of the test saw of the gateway, at both of its ends. */
export interface Observation {
  /** A turn of Claude Code as it left the client, and as the provider saw it. */
  readonly turn: { readonly sent: Exchange; readonly seen: RecordedRequest; readonly answer: string };
  /** A request with a field and a header that no release has, and what the provider saw of it. */
  readonly tomorrow: { readonly reply: Reply; readonly seen: RecordedRequest };
  readonly counted: { readonly reply: Reply; readonly seen: RecordedRequest };
  /** The model list as Claude Code asks for it. */
  readonly models: Reply;
  /** Answers to errors of the provider, by the status that it gave. */
  readonly errors: ReadonlyMap<number, Reply>;
  /** What Claude Code said when the provider found the prompt too long. */
  readonly tooLong: string;
  /** Paths that only a gateway with sign-in has, and their answers. */
  readonly signIn: ReadonlyMap<string, Reply>;
  /** Answers to what a client without a key asks for, and to a body that is too large. */
  readonly noKey: Reply;
  readonly tooLarge: Reply;
  readonly tagged: Reply;
  /** True when the first event of a stream was read before the provider sent the second. */
  readonly isUnbuffered: boolean;
  /** The system prompt's first block as Vertex saw it. */
  readonly vertexSystem: string;
}
