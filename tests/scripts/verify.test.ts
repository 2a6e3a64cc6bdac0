import { createServer } from "node:http";
import { once } from "node:events";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
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
    `✗ Gateway: nobody answers at http://127.0.0.1:${LITELLM_PORT}\n    → run npm start`,
  );
  expect(running.output).toContain("! This shell: ANTHROPIC_BASE_URL is not set\n    → export ANTHROPIC_BASE_URL=http");
  expect(running.output).toContain("! PostgreSQL: none, so no keys but the master key\n    → run npm start");
  expect(running.output).toContain("7 of 16 checks failed.");
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
