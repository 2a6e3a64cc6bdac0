import { MaskerError } from "../errors.ts";
import { noteState } from "./note-state.ts";
import { noteNumber, type ScopeState } from "./scope-state.ts";
import { readScriptReply } from "./script-reply.ts";
import { splitPlaceholder } from "./split-placeholder.ts";
import type { StoreParts } from "./store-parts.ts";

const MOST_PLACEHOLDERS = 500;

interface Asked {
  readonly placeholder: string;
  readonly prefix: string;
  readonly number: number;
}

/** `Store.reveal`. */
export async function revealPlaceholders(
  parts: StoreParts,
  scope: ScopeState,
  placeholders: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const originals = new Map<string, string>();
  const missing: Asked[] = [];
  for (const placeholder of new Set(placeholders)) {
    const mapping = parts.cache.byPlaceholder(scope.tag, placeholder);
    if (mapping !== undefined) {
      originals.set(placeholder, mapping.value);
      continue;
    }
    const parsed = splitPlaceholder(placeholder, parts.formatPlaceholder);
    if (parsed !== undefined) missing.push({ placeholder, ...parsed });
  }
  for (let from = 0; from < missing.length; from += MOST_PLACEHOLDERS) {
    await revealMissing(parts, scope, missing.slice(from, from + MOST_PLACEHOLDERS), originals);
  }
  return originals;
}

async function revealMissing(
  parts: StoreParts,
  scope: ScopeState,
  asked: readonly Asked[],
  originals: Map<string, string>,
): Promise<void> {
  const { hashes, counters, originals: stem } = scope.keys;
  const ids = asked.map(({ prefix, number }) => `${prefix}:${number}`);
  const answer = await parts.connection.run(
    "reveal",
    [hashes, counters, ...ids.map((id) => stem + id)],
    [parts.ttlMilliseconds.toString(), ...ids],
  );
  const reply = readScriptReply("reveal", answer);
  reply.number();
  noteState(parts, scope, reply);
  for (const { placeholder, prefix, number } of asked) {
    const sealed = reply.bytesOrNull();
    if (sealed === null) continue;
    if (sealed.toString("latin1") === "!") throw misled(placeholder);
    const { value } = scope.cipher.openOriginal(prefix, sealed);
    noteNumber(scope, prefix, number);
    parts.cache.put({ tag: scope.tag, prefix, number, placeholder, value });
    originals.set(placeholder, value);
  }
}

function misled(placeholder: string): MaskerError {
  return new MaskerError(
    "internal",
    `store: the mapping of ${placeholder} in Redis leads to another number, so it was tampered with; delete the scope`,
  );
}
