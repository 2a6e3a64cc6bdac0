import { expect, vi } from "vitest";
import type { Gateway } from "./gateway.ts";
import { type Provider, startProvider } from "./provider/provider.ts";
import { anthropicText, readStream, type StreamInProgress } from "./read-stream.ts";
import { seenPrompt } from "./seen.ts";

/** How often it says it. */
export const TIMES = 40;
export const BACK = { timeout: 60_000, interval: 20 } as const;

/** A provider that says what it saw again and again, for longer than a fault takes to come. */
export async function startSlowProvider(): Promise<Provider> {
  const provider = await startProvider();
  provider.script((request) => ({
    blocks: [{ type: "text", text: `${seenPrompt(request)} `.repeat(TIMES), sizes: [5] }],
    delayBetweenDeltas: 10,
  }));
  return provider;
}

export function ask(gateway: Gateway, key: string, prompt: string, stream: boolean): Promise<StreamInProgress> {
  const messages = [{ role: "user", content: prompt }];
  return readStream(`${gateway.url}/v1/messages`, key, {
    model: "claude-opus-5-5",
    max_tokens: 1024,
    stream,
    messages,
  });
}

/** Asks until there is an answer, and holds each refusal before it to what a client may be told meanwhile. */
export async function untilAnswered(gateway: Gateway, key: string, prompt: string): Promise<void> {
  const attempt = async () => {
    const answer = await ask(gateway, key, prompt, false);
    await answer.wasCut;
    if (answer.status !== 503) return answer.text();
    expect(JSON.parse(answer.text())).toMatchObject({ type: "error", error: { type: "api_error" } });
    return "refused";
  };
  const whole = { content: [{ text: `${prompt} `.repeat(TIMES) }] };
  await vi.waitFor(async () => expect(JSON.parse(await attempt())).toMatchObject(whole), BACK);
}

/** A new value is refused so that the client tries again. */
export async function expectRefused(gateway: Gateway, key: string, prompt: string): Promise<void> {
  const refused = await ask(gateway, key, prompt, false);
  await refused.wasCut;
  expect(refused.status).toBe(503);
}

/** Breaks something in the middle of a stream, which must end whole all the same. */
export async function breakMidStream(
  gateway: Gateway,
  key: string,
  prompt: string,
  harm: () => unknown,
): Promise<void> {
  const stream = await ask(gateway, key, prompt, true);
  await vi.waitFor(() => expect(anthropicText(stream.text())).toContain(prompt), BACK);
  await harm();
  expect(await stream.wasCut).toBe(false);
  expect(anthropicText(stream.text())).toBe(`${prompt} `.repeat(TIMES));
  expect(stream.text()).toContain("event: message_stop");
}
