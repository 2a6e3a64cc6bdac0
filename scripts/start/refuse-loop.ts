import { SetupError } from "../setup-error.ts";
import type { Settings } from "./read-settings.ts";

const UPSTREAM = /_API_BASE$/;
const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\]|0\.0\.0\.0)$/;

/** Throws SetupError where a provider's address is the gateway's own: LiteLLM would call itself without end. */
export function refuseLoop(settings: Settings): void {
  for (const [name, value] of Object.entries(settings.environment)) {
    if (!UPSTREAM.test(name)) continue;
    const url = URL.parse(value);
    if (url === null) throw new SetupError(`${name}: not a URL. Give the provider's address, or leave it empty.`);
    if (!LOOPBACK.test(url.hostname) || Number(url.port) !== settings.litellm.port) continue;
    throw new SetupError(
      `${name}: points at this gateway itself (port ${url.port}). Give the provider's address, or leave it empty; ` +
        "clients find the gateway by ANTHROPIC_BASE_URL.",
    );
  }
}
