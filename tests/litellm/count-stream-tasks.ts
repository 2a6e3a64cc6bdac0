import type { Chain } from "./start-chain.ts";

/** How many tasks of LiteLLM's process are at work for a stream through the masker. */
export async function countStreamTasks(chain: Chain): Promise<number> {
  const headers = { authorization: `Bearer ${chain.masterKey}` };
  const answer = await fetch(`${chain.url}/debug/asyncio-tasks`, { headers });
  const { by_name: names } = (await answer.json()) as { by_name: Record<string, number> };
  const ours = Object.entries(names).filter(([name]) => /RestoredStream|Queue\.put/.test(name));
  return ours.reduce((sum, [, count]) => sum + count, 0);
}
