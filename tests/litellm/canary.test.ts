import { expect, test, vi } from "vitest";
import { anthropic, INSTANCE, SOON } from "./reset-chain.ts";
import { type Chain, type ChainOptions, startChain } from "./start-chain.ts";

const APIS = [
  "/v1/messages whole",
  "/v1/messages streamed",
  "/v1/chat/completions whole",
  "/v1/chat/completions streamed",
  "/v1/completions whole",
  "/v1/completions streamed",
  "/v1/responses whole",
  "/v1/responses streamed",
  "generateContent whole",
  "streamGenerateContent streamed",
  "/v1/embeddings whole",
  "/v1/rerank whole",
  "/v1/messages/count_tokens whole",
];

async function withChain(options: ChainOptions, work: (chain: Chain) => Promise<void>): Promise<void> {
  const chain = await startChain(options);
  try {
    await work(chain);
  } finally {
    await chain.stop();
  }
}

async function healthOf(chain: Chain): Promise<unknown> {
  return (await fetch(`${chain.url}/masker/health`)).json();
}

async function expectClosed(chain: Chain, why: string): Promise<void> {
  expect(await healthOf(chain)).toEqual({ canary: "failed", why });
  const answer = await chain.post("/v1/messages", anthropic);
  expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining(why)]);
  expect(chain.upstream.requests).toEqual([]);
}

test("A masker that does not mask, or does not restore, gets no traffic; one that does, gets it without a restart", async () => {
  await withChain({ leaveOut: "masking" }, async (chain) => {
    await expectClosed(chain, "/v1/messages whole: the planted identifier was not masked on its way to the provider");
    chain.masker.leaveOut("restoring");
    const unrestored = "/v1/messages whole: the planted identifier was not restored on its way to the client";
    await vi.waitFor(async () => expect(await healthOf(chain)).toEqual({ canary: "failed", why: unrestored }), SOON);
    await expectClosed(chain, unrestored);
    chain.masker.leaveOut(undefined);
    chain.masker.calls.length = 0;
    await vi.waitFor(async () => expect(await healthOf(chain)).toMatchObject({ canary: "passed" }), SOON);
    const proofs = chain.masker.calls.filter(({ headers }) => headers["x-masker-mode"] === "proof");
    expect(proofs.map(({ headers }) => headers["x-masker-scope"])).toEqual(APIS.map(() => "canary"));
    expect((await chain.post("/v1/messages", anthropic)).status).toBe(200);
    expect(chain.upstream.requests.some(({ body }) => body.includes(INSTANCE))).toBe(false);
  });
});
