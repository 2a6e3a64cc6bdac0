import { createThoughtDigest, type ThoughtDigest } from "../body/thoughts.ts";
import { fieldsOf, itemsOf, numberOf } from "./deltas/frame-deltas.ts";

/** Takes the frames of a stream, parsed, and hears the thinking blocks in them out. */
export interface ThoughtListener {
  readonly take: (frame: unknown) => void;
  /** No more frames: what was begun is as whole as it will be. */
  readonly end: () => void;
}

/**
 * @param onThought gets the digest of each text that the model has thought, when its block ends: in the Messages API with
 * `content_block_stop`, in LiteLLM's chat (`delta.thinking_blocks`) with the signature.
 */
export function createThoughtListener(onThought: (digest: string) => void): ThoughtListener {
  const open = new Map<string, ThoughtDigest>();

  function add(name: string, text: unknown): void {
    if (typeof text !== "string" || text === "") return;
    const digest = open.get(name) ?? createThoughtDigest();
    open.set(name, digest);
    digest.add(text);
  }

  function end(name: string): void {
    const digest = open.get(name);
    if (digest === undefined) return;
    open.delete(name);
    onThought(digest.end());
  }

  function takeBlock(type: unknown, name: string, frame: Readonly<Record<string, unknown>>): void {
    if (type === "content_block_stop") end(name);
    else if (type === "content_block_start") add(name, fieldsOf(frame["content_block"])["thinking"]);
    else add(name, fieldsOf(frame["delta"])["thinking"]);
  }

  function takeChoice(name: string, choice: Readonly<Record<string, unknown>>): void {
    for (const block of itemsOf(fieldsOf(choice["delta"])["thinking_blocks"]).map(fieldsOf)) {
      add(name, block["thinking"]);
      if (typeof block["signature"] === "string" && block["signature"] !== "") end(name);
    }
  }

  return {
    take: (frame) => {
      const fields = fieldsOf(frame);
      const { type, index, choices } = fields;
      if (typeof type === "string") takeBlock(type, `block ${numberOf(index, 0)}`, fields);
      for (const [place, item] of itemsOf(choices).entries()) {
        const choice = fieldsOf(item);
        takeChoice(`choice ${numberOf(choice["index"], place)}`, choice);
      }
    },
    end: () => {
      for (const name of open.keys()) end(name);
    },
  };
}
