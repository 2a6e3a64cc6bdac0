// Makes tests/e2e/recordings/ anew: node tests/e2e/record.ts; only those of some clients: node tests/e2e/record.ts google-sdk node-fetch
import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { litellmPython } from "./chain/litellm-python.ts";
import { REPOSITORY } from "./chain/repository.ts";
import { startGateway } from "./gateway.ts";
import { startProvider } from "./provider/provider.ts";
import { neutralText } from "./recording/neutral-text.ts";
import { recordClaude } from "./recording/record-claude.ts";
import { recordAnthropicRare, recordOpenaiRare } from "./recording/record-rare.ts";
import type { Recording } from "./recording/recording.ts";
import {
  recordAnthropicSdk,
  recordGoogleSdk,
  recordOpenaiOthers,
  recordOpenaiSdk,
  recordRerank,
} from "./recording/record-sdks.ts";
import { type Exchange, startTap } from "./recording/start-tap.ts";

const DIRECTORY = join(import.meta.dirname, "recordings");
const CLIENTS = [
  { name: "claude-code", module: "@anthropic-ai/claude-code", record: recordClaude },
  { name: "anthropic-sdk", module: "@anthropic-ai/sdk", record: recordAnthropicSdk },
  { name: "openai-sdk", module: "openai", record: recordOpenaiSdk },
  { name: "openai-sdk-others", module: "openai", record: recordOpenaiOthers },
  { name: "anthropic-sdk-rare", module: "@anthropic-ai/sdk", record: recordAnthropicRare },
  { name: "openai-sdk-rare", module: "openai", record: recordOpenaiRare },
  { name: "google-sdk", module: "@google/genai", record: recordGoogleSdk },
  { name: "node-fetch", module: "node", record: recordRerank },
];
const wanted = process.argv.slice(2);

const litellm = await versionOfLitellm();
const provider = await startProvider();
const gateway = await startGateway({ providerUrl: provider.url, masked: false });
const tap = await startTap(gateway.url);
await mkdir(DIRECTORY, { recursive: true });
for (const { name, module, record } of CLIENTS) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const file of await readdir(DIRECTORY)) {
    if (file.replace(/-\d+\.json$/, "") === name) await rm(join(DIRECTORY, file));
  }
  await record(provider, tap.url);
  const client = `${name} ${await versionOf(module)}`;
  for (const [at, exchange] of tap.take().entries()) await save(`${name}-${at + 1}.json`, exchange, client);
}
await tap.stop();
await gateway.stop();
await provider.stop();

async function save(file: string, exchange: Exchange, client: string): Promise<void> {
  const { method, path, status, contentType } = exchange;
  const answer = contentType.startsWith("text/event-stream") ? "streamed" : "whole";
  const recording: Recording = {
    what: `${method} ${path}, answered ${answer}`,
    client,
    litellm,
    method,
    path,
    status,
    contentType,
    request: neutralText(exchange.request.toString("utf8")),
    response: neutralText(exchange.response.toString("utf8")),
  };
  await writeFile(join(DIRECTORY, file), `${JSON.stringify(recording, null, 2)}\n`);
  console.log(
    `${file}: ${recording.what}, ${exchange.request.length} bytes out, ${exchange.response.length} bytes back`,
  );
}

async function versionOf(module: string): Promise<string> {
  const text = await readFile(join(REPOSITORY, "node_modules", module, "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

async function versionOfLitellm(): Promise<string> {
  const code = "import importlib.metadata as m; print(m.version('litellm'))";
  const { stdout } = await promisify(execFile)(litellmPython(), ["-I", "-c", code]);
  return stdout.trim();
}
