import { catchUp } from "./fetch-names.ts";
import { dropScope } from "./note-state.ts";
import type { StoreParts } from "./store-parts.ts";

/**
 * What a script run by another worker tells: `names TAG SENDER VERSION` after it learned, `gone TAG` after it forgot.
 * A message may be lost; then touch-used.ts hears of it some seconds later.
 */
export function hearMessage(parts: StoreParts, message: string): void {
  const [what, tag, sender, version] = message.split(" ");
  const scope = tag === undefined ? undefined : parts.scopes.byTag(tag);
  if (scope === undefined) return;
  if (what === "gone") dropScope(parts, scope);
  if (what === "names" && sender !== parts.worker) catchUp(parts, scope, Number(version));
}
