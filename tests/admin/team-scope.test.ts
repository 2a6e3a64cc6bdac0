import { expect, test } from "vitest";
import { expectUnseen } from "../e2e/audit.ts";
import { seenPrompt } from "../e2e/seen.ts";
import { type Asked, ask, makeKey, makeTeam } from "./ask.ts";
import { useAdminGateway } from "./use-admin-gateway.ts";

const used = useAdminGateway();

test("keys of one team share placeholders, and no other team's key gets them back", async () => {
  used.provider.script((request) => ({ blocks: [{ type: "text", text: seenPrompt(request) }] }));
  const [ours, theirs] = [await makeTeam(used), await makeTeam(used)];
  const [first, second, stranger] = [
    await makeKey(used, { team_id: ours }),
    await makeKey(used, { team_id: ours }),
    await makeKey(used, { team_id: theirs }),
  ];
  const asked = await ask(used, first.key);
  const again = await askAgain(second.key, asked);
  const elsewhere = await ask(used, stranger.key);
  const seen = used.provider.requests.map((request) => /ec2-\d+/.exec(seenPrompt(request))?.[0]);
  expect(seen).toEqual(["ec2-001", "ec2-001", "ec2-001"]);
  for (const answer of [asked, again]) expect(answer.text).toContain(asked.originals[0]);
  expect(elsewhere.text).toContain(elsewhere.originals[0]);
  expect(elsewhere.text).not.toContain(asked.originals[0]);
  expectUnseen(used.provider.requests, [...asked.originals, ...elsewhere.originals]);
});

/** The same instance once more, by another key. */
function askAgain(key: string, { originals: [instance] }: Asked): Promise<Asked> {
  return ask(used, key, { messages: [{ role: "user", content: `again ${instance}` }] });
}

test("a key's spend is counted to it and to its team", async () => {
  const team_id = await makeTeam(used);
  const { key } = await makeKey(used, { team_id });
  await ask(used, key);
  const spent = async (path: string): Promise<number> => {
    const response = await fetch(`${used.gateway.url}${path}`, {
      headers: { authorization: `Bearer ${used.gateway.masterKey}` },
    });
    const found = (await response.json()) as { info?: { spend: number }; team_info?: { spend: number } };
    return (found.info ?? found.team_info)?.spend ?? 0;
  };
  for (const path of [`/key/info?key=${key}`, `/team/info?team_id=${team_id}`])
    await expect.poll(() => spent(path), { timeout: 60_000 }).toBeGreaterThan(0);
});
