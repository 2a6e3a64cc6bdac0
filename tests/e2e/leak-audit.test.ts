import { expect, test } from "vitest";
import { auditEverything } from "./audit.ts";
import { newAccessKeyId, newInstanceId } from "./originals.ts";
import { readPlanted } from "./planted.ts";
import { readStream } from "./read-stream.ts";
import { seenPrompt } from "./seen.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const used = useGateway();
const { gateway } = used;

/** The audit itself runs when all tests have ended, over what all of them planted: see global-setup.ts. */
test("what tests plant is kept for the audit at the end, which finds what is in a log, in Redis or in a metric", async () => {
  used.provider.script((request) => ({ blocks: [{ type: "text", text: seenPrompt(request) }] }));
  const [key, instance, accessKey] = [newTeamKey(), newInstanceId(), newAccessKeyId()];
  const messages = [{ role: "user", content: `${instance} ${accessKey}` }];
  const body = { model: "claude-opus-5-5", max_tokens: 9, messages };
  const answer = await readStream(`${gateway.url}/v1/messages`, key, body);
  await answer.wasCut;
  expect(answer.text()).toContain(instance);

  expect(readPlanted()).toEqual(expect.arrayContaining([instance, accessKey]));
  await auditEverything(gateway, [instance, accessKey]);
  const team = key.slice("sk-team-".length);
  await expect(auditEverything(gateway, [team])).rejects.toThrow(/masker\.log at \d+, plain/);
  await expect(auditEverything(gateway, ["iam-001"])).rejects.toThrow(/leak audit: \d+ of 1 originals found/);
  await expect(auditEverything(gateway, ["#replid"])).rejects.toThrow(/Redis key masker:\{\w+\}:counters at/);
  await expect(auditEverything(gateway, ['status="200"'])).rejects.toThrow(/masker's \/metrics at/);
  await expect(auditEverything(gateway, [], [])).resolves.toBeUndefined();
  const row = { name: "a table", bytes: Buffer.from(`prompt ${instance}`) };
  await expect(auditEverything(gateway, [instance], [row])).rejects.toThrow(
    /^leak audit: 1 of 1 .*: a table at 7, plain$/,
  );
});
