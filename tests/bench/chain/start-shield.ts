import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

const ORIGINAL = /(?<![\w-])(?:i|sg|vpc|subnet)-0[0-9a-f]{16}(?!\w)/g;
const PLACEHOLDER = /\[ID_\d+\]/g;
/** What may still become a placeholder when more text comes. */
const BEGUN = /\[(?:I(?:D(?:_\d*)?)?)?$/;

interface Call {
  readonly texts?: readonly string[];
  readonly text?: string;
  readonly carry?: string;
  readonly final?: boolean;
}

/** The least server that LiteLLM's `llm_shield_proxy` guardrail works with: one regular expression, vaults in memory. */
export async function startShield(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const vaults = new Map<string, Map<string, string>>();
  const server = createServer((request, response) => {
    void (async () => {
      const call = (await json(request)) as Call;
      const session = String(request.headers["x-session-id"]);
      const vault = vaults.get(session) ?? new Map<string, string>();
      vaults.set(session, vault);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(answer(request.url ?? "", call, vault)));
    })().catch((error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function answer(url: string, call: Call, vault: Map<string, string>): object {
  if (url === "/v1/guard/redact") return { texts: (call.texts ?? []).map((text) => redact(text, vault)) };
  if (url === "/v1/guard/rehydrate") return { texts: (call.texts ?? []).map((text) => rehydrate(text, vault)) };
  const text = `${call.carry ?? ""}${call.text ?? ""}`;
  const held = call.final === true ? "" : (BEGUN.exec(text)?.[0] ?? "");
  return { text: rehydrate(text.slice(0, text.length - held.length), vault), carry: held };
}

function redact(text: string, vault: Map<string, string>): string {
  return text.replace(ORIGINAL, (original) => {
    const known = vault.get(original);
    if (known !== undefined) return known;
    const placeholder = `[ID_${vault.size}]`;
    vault.set(original, placeholder).set(placeholder, original);
    return placeholder;
  });
}

function rehydrate(text: string, vault: ReadonlyMap<string, string>): string {
  return text.replace(PLACEHOLDER, (placeholder) => vault.get(placeholder) ?? placeholder);
}
