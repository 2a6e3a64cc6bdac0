import { expect, vi } from "vitest";
import type { Chain } from "./start-chain.ts";

export const INSTANCE = "i-1234567890abcdef0";
/** What the stand-in masker makes of it. */
export const MASKED = "ec2-0fedcba0987654321";
export const messages = [{ role: "user", content: `see ${INSTANCE}` }];
export const anthropic = { model: "claude-x", max_tokens: 9, messages };
export const chat = { model: "openai/gpt-4o", messages };
export const SLOW_MS = 200;
export const SOON = { timeout: 30_000 };

/** For the next test, both stand-ins at their usual work, and no stream left open. */
export async function resetChain({ masker, upstream }: Chain): Promise<void> {
  masker.answerWith(undefined);
  masker.answerLate(false);
  upstream.pace(0);
  upstream.fail(undefined);
  upstream.endAfter(Infinity);
  await vi.waitFor(() => expect(masker.openStreams()).toBe(0), SOON);
  upstream.requests.length = 0;
}
