import Anthropic from "@anthropic-ai/sdk";
import { BUILT_IN_PATTERNS } from "../../patterns/built-in.ts";
import { unmark } from "../../patterns/marks.ts";
import { seenPrompt } from "../seen.ts";
import { newTeamKey } from "../team-key.ts";
import type { GatewayInUse } from "../use-gateway.ts";
import type { KindRow } from "./scene.ts";

/** Not AWS's. */
const OTHER_GROUPS = new Set(["personal", "secrets"]);
const LONGEST = 120;

/** Every kind of AWS identifier that is masked by default, by the first example of its pattern that fits into a line. */
function examples(): readonly { readonly kind: string; readonly marked: string }[] {
  const kinds = BUILT_IN_PATTERNS.filter((pattern) => pattern.default === "on" && !OTHER_GROUPS.has(pattern.group));
  return kinds.flatMap(({ kind, positives }) => {
    const marked = positives.find((positive) => positive.length <= LONGEST && !/[\n`]/.test(positive));
    return marked === undefined ? [] : [{ kind, marked }];
  });
}

/** Sends them all in one message, a line each, and has the provider say back what it saw. */
export async function recordKinds({
  gateway,
  provider,
}: GatewayInUse): Promise<readonly (KindRow & { marked: string })[]> {
  const lines = examples();
  provider.forget();
  provider.script((request) => ({ blocks: [{ type: "text", text: seenPrompt(request) }] }));
  const client = new Anthropic({ baseURL: gateway.url, authToken: newTeamKey(), apiKey: null, maxRetries: 0 });
  const content = lines.map(({ marked }) => unmark(marked)).join("\n");
  const question = { model: "claude-opus-5-5", max_tokens: 9999, messages: [{ role: "user" as const, content }] };
  const message = await client.messages.create(question);
  const [block] = message.content;
  const read = block?.type === "text" ? block.text.split("\n") : [];
  const seen = provider.requests.map(seenPrompt).at(-1)?.split("\n") ?? [];
  return lines.map(({ kind, marked }, at) => ({
    kind,
    marked,
    typed: unmark(marked),
    seen: seen[at] ?? "",
    read: read[at] ?? "",
  }));
}
