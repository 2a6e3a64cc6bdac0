import { once } from "node:events";
import http, { type IncomingMessage } from "node:http";
import { json } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectUnseen } from "./audit.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { newInstanceId, newSecurityGroupId } from "./originals.ts";
import type { Answer } from "./provider/answer.ts";
import { type Provider, startProvider } from "./provider/provider.ts";
import { readStream } from "./read-stream.ts";
import { runClaude } from "./run-claude.ts";
import { seenToolResults } from "./seen.ts";
import { newTeamKey } from "./team-key.ts";
import { createWorkspace } from "./workspace.ts";

const TURNS = 30;
const RESTART_EVERY = 8;
/** Counters begin anew with the masker. */
const SINCE_RESTART = (TURNS % RESTART_EVERY) + 1;

let provider: Provider;
let gateway: Gateway;

beforeAll(async () => {
  provider = await startProvider();
  gateway = await startGateway({ providerUrl: provider.url, maskerEnv: { MASKER_WORKERS: "2" } });
});
afterAll(async () => {
  await gateway.stop();
  await provider.stop();
});

/** What Claude Code sends in a turn with so many tool calls, each about another value, and how the provider's cache served it. */
async function recordSession(
  originals: readonly string[],
): Promise<{ bodies: object[]; blocks: (number | undefined)[] }> {
  const direct = await startProvider();
  const workspace = await createWorkspace();
  let calls = 0;
  direct.script((request): Answer => {
    if (calls === TURNS - 1)
      return { blocks: [{ type: "text", text: `done after ${seenToolResults(request).join()}` }] };
    const command = `echo ${originals[calls++ % originals.length]} ${calls}`;
    return {
      blocks: [
        { type: "thinking", text: `step ${calls}` },
        { type: "tool_use", name: "Bash", input: { command } },
      ],
    };
  });
  const args = ["-p", `start with ${originals[0]}`, "--allowedTools", "Bash"];
  await runClaude({ workspace, url: direct.url, key: newTeamKey(), args });
  await workspace.dispose();
  await direct.stop();
  const bodies = direct.requests.map((request) => request.body as object);
  return { bodies, blocks: direct.requests.map((request) => request.usage?.cacheReadBlocks) };
}

async function readMetrics(): Promise<string> {
  const headers = { authorization: `Bearer ${gateway.maskerApiKey}` };
  return (await fetch(`${gateway.maskerUrl}/metrics`, { headers })).text();
}

/** The second worker starts when the first serves. */
async function untilBothServe(): Promise<void> {
  await expect.poll(readMetrics, { timeout: 60_000 }).toMatch(/^process_resident_memory_bytes\{worker="2"\}/m);
}

/** What the masker's workers together counted of the reads that the provider reported. */
async function countCacheReads(): Promise<number> {
  const lines = (await readMetrics()).matchAll(
    /masker_provider_cache_tokens_total\{api="anthropic",direction="read".*\} (\d+)/g,
  );
  return [...lines].reduce((sum, [, count]) => sum + Number(count), 0);
}

/** The body as the masker masks it for a caller with a connection of its own, which goes to the next worker. */
async function maskApart(key: string, body: object): Promise<unknown> {
  const headers = {
    authorization: `Bearer ${gateway.maskerApiKey}`,
    "content-type": "application/json",
    connection: "close",
    "x-masker-api": "anthropic",
    "x-masker-scope": `team:${key.slice("sk-team-".length)}`,
  };
  const asked = http.request(`${gateway.maskerUrl}/guardrail/request`, { method: "POST", agent: false, headers });
  asked.end(JSON.stringify(body));
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  return ((await json(answer)) as { body: unknown }).body;
}

describe("thirty requests of a Claude Code session", () => {
  test("read as much of the provider's cache masked as unmasked, though the masker restarts between them", async () => {
    const originals = [newInstanceId(), newSecurityGroupId(), newInstanceId(), newInstanceId()];
    const { bodies, blocks } = await recordSession(originals);
    expect(bodies).toHaveLength(TURNS);

    const key = newTeamKey();
    await untilBothServe();
    for (const [turn, body] of bodies.entries()) {
      if (turn % RESTART_EVERY === RESTART_EVERY - 1) {
        await gateway.killMasker();
        await gateway.startMasker();
        await untilBothServe();
      }
      const answer = await readStream(`${gateway.url}/v1/messages`, key, body);
      expect([await answer.wasCut, answer.status]).toEqual([false, 200]);
      const [one, next] = [await maskApart(key, body), await maskApart(key, body)];
      expect(one).toEqual(next);
      expect(provider.requests.at(-1)?.body).toMatchObject({ messages: (one as { messages: object }).messages });
    }

    expect(provider.requests.flatMap((request) => request.violations)).toEqual([]);
    expect(provider.requests.map((request) => request.usage?.cacheReadBlocks)).toEqual(blocks);
    expect(blocks.slice(1).every((read) => read !== undefined && read > 10)).toBe(true);
    expectUnseen(provider.requests, originals);

    const read = provider.requests
      .slice(-SINCE_RESTART)
      .reduce((sum, { usage }) => sum + (usage?.cacheReadTokens ?? 0), 0);
    expect(await countCacheReads()).toBe(read);
    for (const worker of [1, 2])
      expect(await readMetrics()).toMatch(new RegExp(`^masker_requests_total.*request".*worker="${worker}"\\}`, "m"));
  });
});
