import { MaskerError } from "../errors.ts";

/** Reads a script's answer item by item; throws MaskerError `internal` where it is not of the type expected. */
export interface ScriptReply {
  number(): number;
  text(): string;
  bytes(): Buffer;
  bytesOrNull(): Buffer | null;
  readonly done: boolean;
}

export function readScriptReply(script: string, reply: unknown): ScriptReply {
  const items: readonly unknown[] = Array.isArray(reply) ? reply : [];
  let at = 0;
  const fail = () =>
    new MaskerError(
      "internal",
      `store: script ${script}: item ${at} of Redis' answer has a wrong type; see docs/store.md`,
    );
  return {
    number: () => {
      const item = items[at++];
      if (typeof item !== "number") throw fail();
      return item;
    },
    text: () => {
      const item = items[at++];
      if (!Buffer.isBuffer(item)) throw fail();
      return item.toString("utf8");
    },
    bytes: () => {
      const item = items[at++];
      if (!Buffer.isBuffer(item)) throw fail();
      return item;
    },
    bytesOrNull: () => {
      const item = items[at++];
      if (item !== null && !Buffer.isBuffer(item)) throw fail();
      return item;
    },
    get done() {
      return at >= items.length;
    },
  };
}
