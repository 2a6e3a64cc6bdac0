import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { maskingCheck } from "../../scripts/verify/masking-check.ts";
import { shellCheck } from "../../scripts/verify/shell-check.ts";
import { claudeCheck, toolChecks } from "../../scripts/verify/tool-checks.ts";
import { completeEnvFile } from "../../scripts/start/complete-env-file.ts";
import { newPlace, REPOSITORY, runScript } from "./run-script.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

test("where nothing runs, each failure says what to do, and the exit code tells a script", async () => {
  const place = await newPlace(await temporaryDirectory());
  await completeEnvFile(path.join(place.directory, ".env"), path.join(REPOSITORY, ".env.example"), {});
  const running = runScript("verify", place);
  expect(await running.ended).toBe(1);
  const { LITELLM_PORT, MASKER_PORT } = place.environment;
  expect(running.output).toContain("✗ Redis: the local one has never run\n    → run npm start\n");
  expect(running.output).toContain(`✗ Masker: nobody answers at http://127.0.0.1:${MASKER_PORT}\n    → run npm start`);
  expect(running.output).toContain(
    `✗ Gateway: nobody answers at http://127.0.0.1:${LITELLM_PORT} (ECONNREFUSED)\n    → run npm start`,
  );
  expect(running.output).toContain("! This shell: ANTHROPIC_BASE_URL is not set\n    → export ANTHROPIC_BASE_URL=http");
  expect(running.output).toContain("! PostgreSQL: none, so no keys but the master key\n    → run npm start");
  expect(running.output).toContain("8 of 17 checks failed.");
});

test("another program on the gateway's port is told from the gateway", async () => {
  const place = await newPlace(await temporaryDirectory());
  await completeEnvFile(path.join(place.directory, ".env"), path.join(REPOSITORY, ".env.example"), {});
  const stranger = createServer((_, response) => response.writeHead(404).end("{}"));
  stranger.listen(Number(place.environment["LITELLM_PORT"]), "127.0.0.1");
  onTestFinished(() => void stranger.close());
  await once(stranger, "listening");
  const running = runScript("verify", place);
  expect(await running.ended).toBe(1);
  expect(running.output).toMatch(/✗ Gateway: another program answers at .* \(404\)\n {4}→ set LITELLM_PORT/);
  expect(running.output).toContain("✗ Both hooks: LiteLLM runs without the guard");
});

test("weak or missing keys are named before anything is asked", async () => {
  const running = runScript("verify", await newPlace(await temporaryDirectory()), { LITELLM_MASTER_KEY: "sk-1234" });
  expect(await running.ended).toBe(1);
  expect(running.output).toMatch(/LITELLM_MASTER_KEY is too weak[^]*MASKER_ENCRYPTION_KEY is missing/);
});

test("before the first start it says that there is nothing to check yet", async () => {
  const running = runScript("verify", await newPlace(await temporaryDirectory()));
  expect(await running.ended).toBe(1);
  expect(running.output).toMatch(/there is no \S+\.env yet\. Run npm start once/);
});

test("of a gateway elsewhere it says nothing that only its operator could do", async () => {
  const place = await newPlace(await temporaryDirectory());
  const running = runScript(`verify --url https://127.0.0.1:${place.environment["LITELLM_PORT"]}`, place);
  expect(await running.ended).toBe(1);
  expect(running.output).toMatch(/✗ Gateway: nobody answers at \S+ \(ECONNREFUSED\)\n {4}→ .*NODE_EXTRA_CA_CERTS/);
  expect(running.output).not.toMatch(/npm start|\.env|\.data/);
});

test("a base URL with /v1 is told from one that Claude Code can use", async () => {
  const server = createServer((asked, response) => response.writeHead(asked.url === "/v1/models" ? 401 : 404).end());
  server.listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const find = (base: string) => shellCheck(url, { ANTHROPIC_BASE_URL: base, ANTHROPIC_AUTH_TOKEN: "sk-any" }).run();
  expect(await find(`${url}/`)).toMatchObject({ state: "ok" });
  expect(await find(`${url}/v1`)).toMatchObject({ state: "warning", cure: expect.stringContaining("without /v1") });
});

test("a key that LiteLLM refuses before the masker has seen it is told no policy", async () => {
  const server = createServer((_, response) => response.writeHead(403).end("{}"));
  server.listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const finding = await maskingCheck(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, "sk-any", "").run();
  expect(finding).toMatchObject({ state: "warning", detail: expect.stringMatching(/^not told \(403\)/) });
});

test("versions that are not the tested ones are named", async () => {
  const directory = await temporaryDirectory();
  await mkdir(path.join(directory, "bin"));
  for (const [name, says] of [
    ["claude", "2.0.14 (Claude Code)"],
    ["bin/python", "1.80.0"],
  ] as const)
    await writeFile(path.join(directory, name), `#!/bin/sh\necho '${says}'\n`, { mode: 0o755 });
  expect(await claudeCheck(path.join(directory, "claude")).run()).toMatchObject({
    state: "warning",
    detail: expect.stringMatching(/^2\.0\.14, older than the 2\.\d+\.\d+/),
  });
  const litellm = toolChecks(directory).find(({ name }) => name === "LiteLLM");
  expect(await litellm?.run()).toMatchObject({ state: "failed", detail: expect.stringMatching(/^1\.80\.0, where /) });
});
