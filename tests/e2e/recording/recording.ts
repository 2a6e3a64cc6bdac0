/** One exchange between a client and LiteLLM without the masker: the file format of `tests/e2e/recordings/`. */
export interface Recording {
  /** What was recorded, as a sentence. */
  readonly what: string;
  /** The client and its version, `claude-code 2.1.329`. */
  readonly client: string;
  readonly litellm: string;
  readonly method: string;
  readonly path: string;
  /** The body that the client sent, with synthetic originals in it. */
  readonly request: string;
  readonly status: number;
  readonly contentType: string;
  /** LiteLLM's answer, with placeholders in it: a JSON body, or server-sent events byte for byte. */
  readonly response: string;
}
