import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { maskingCheck } from "../../scripts/verify/masking-check.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { newAccessKeyId, newInstanceId } from "./originals.ts";
import { type Provider, startProvider } from "./provider/provider.ts";
import { seenPrompt } from "./seen.ts";
import { newTeamKey } from "./team-key.ts";

let provider: Provider;
let gateway: Gateway;

/** As little masking as an operator can choose: the gateway proves its hooks all the same before it takes traffic. */
beforeAll(async () => {
  provider = await startProvider();
  const maskerEnv = { MASKER_AUDIT_MODE: "on", MASKER_PROFILE: "secrets", MASKER_KINDS_OFF: "ec2,iam,secrets" };
  gateway = await startGateway({ providerUrl: provider.url, maskerEnv });
});
afterAll(async () => {
  await gateway.stop();
  await provider.stop();
});

const ask = (key: string, content: string, stream: boolean) =>
  fetch(`${gateway.url}/v1/messages`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "claude-x", max_tokens: 9, stream, messages: [{ role: "user", content }] }),
  });

test("audit mode sends originals on and says so in header, log and metrics; a team can have masking all the same", async () => {
  const [instance, accessKey] = [newInstanceId(), newAccessKeyId()];
  for (const stream of [false, true]) {
    const response = await ask(newTeamKey(), `look at ${instance} with ${accessKey}`, stream);
    expect([response.status, await response.text()]).toEqual([200, expect.stringMatching(/\w/)]);
    expect(response.headers.get("x-masker-policy")).toBe("profile=secrets; audit=on; images=allow; guard=warn");
  }
  const sent = `look at ${instance} with ${accessKey}`;
  expect(provider.requests.map(seenPrompt)).toEqual([sent, sent]);

  const log = await readFile(join(gateway.directory, "masker.log"), "utf8");
  expect(log).toMatch(/NOTHING IS MASKED.*"level":"warn"|"level":"warn".*NOTHING IS MASKED/);
  expect(log).toContain('"event":"audited"');
  expect(log).not.toContain(instance);
  const headers = { authorization: `Bearer ${gateway.maskerApiKey}` };
  const metrics = await (await fetch(`${gateway.maskerUrl}/metrics`, { headers })).text();
  expect(metrics).toMatch(/^masker_audit_mode 1$/m);
  expect(metrics).toMatch(/^masker_audit_requests_total 2$/m);

  provider.forget();
  const strict = newTeamKey({ team: { masker: { audit: false, profile: "default" } } });
  const masked = await ask(strict, "aws s3 ls s3://acme-prod-logs/", false);
  expect(masked.headers.get("x-masker-policy")).toBe("profile=default; audit=off; images=allow; guard=warn");
  expect(provider.requests.map(seenPrompt)).toEqual(["aws s3 ls s3://bucket-001/"]);
});

test("npm run verify fails, at any distance, where originals reach the provider", async () => {
  const finding = await maskingCheck(gateway.url, newTeamKey(), "turn it off").run();
  expect(finding).toMatchObject({
    state: "failed",
    detail: expect.stringMatching(/^audit mode: /),
    cure: "turn it off",
  });
});
