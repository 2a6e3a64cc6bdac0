import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Answer } from "../provider/answer.ts";
import type { RecordedRequest } from "../provider/recorded-request.ts";
import { runClaude } from "../run-claude.ts";
import { placeholderIn, seenPrompt, seenToolResults } from "../seen.ts";
import { newTeamKey } from "../team-key.ts";
import type { GatewayInUse } from "../use-gateway.ts";
import { readMaskingTime } from "./read-masking-time.ts";
import type { Scene } from "./scene.ts";

const INSTANCE = "i-1234567890abcdef0";
const KEY_ID = "AKIAIOSFODNN7EXAMPLE";
const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const QUESTION = `Why is ${INSTANCE} unreachable?`;

/** Says one scenario's prompt in a scope of its own; returns what was read. */
type Play = (used: GatewayInUse, key: string, prompt: string) => Promise<string>;

const SCENES: readonly (readonly [
  title: string,
  prompt: string,
  play: Play,
  script?: (r: RecordedRequest) => Answer,
])[] = [
  ["Claude Code, a Korean sentence", `EC2 인스턴스 ${INSTANCE}와 IAM 키 ${KEY_ID} 분석해줘`, playClaude],
  ["Claude Code reads a file with a secret", "Show me .env", playClaudeWithFile, readFileFirst],
  ["Messages API, streamed", QUESTION, playMessages("claude-opus-5-5")],
  ["Messages API, answered by Bedrock", QUESTION, playMessages("bedrock/global.anthropic.claude-opus-5-5")],
  ["Messages API, answered by OpenAI", QUESTION, playMessages("openai/gpt-5")],
  ["Chat Completions", QUESTION, playChat],
  ["Responses", QUESTION, playResponses],
  ["Gemini's API", QUESTION, playGemini],
];

/** Plays each scenario once. The provider says back what it saw, unless the scenario has a script of its own. */
export async function recordScenes(used: GatewayInUse): Promise<Scene[]> {
  const scenes: Scene[] = [];
  for (const [title, prompt, play, script = echo] of SCENES) {
    used.provider.forget();
    used.provider.script(script);
    const before = await readMaskingTime(used.gateway);
    const begun = performance.now();
    const read = await play(used, newTeamKey(), prompt);
    const took = performance.now() - begun;
    const masking = (await readMaskingTime(used.gateway)) - before;
    const last = used.provider.requests.at(-1);
    const seen = last === undefined ? "" : sawOf(last);
    scenes.push({ title, typed: prompt, seen, read, took, masking });
  }
  return scenes;
}

/** What the provider was told last: the result of a tool, or the prompt. */
function sawOf(request: RecordedRequest): string {
  if (request.api === "anthropic") return seenToolResults(request)[0] ?? seenPrompt(request);
  return /Why is \S+ unreachable\?/.exec(request.raw.toString())?.[0] ?? "";
}

function echo(request: RecordedRequest): Answer {
  return { blocks: [{ type: "text", text: sawOf(request), sizes: [1, 2, 3] }] };
}

function readFileFirst(request: RecordedRequest): Answer {
  const [result] = seenToolResults(request);
  if (result === undefined) {
    return { blocks: [{ type: "tool_use", name: "Bash", input: { command: "cat .env" }, sizes: [3] }] };
  }
  const secret = placeholderIn(result, "secret");
  return { blocks: [{ type: "text", text: `The secret is ${secret}.`, sizes: [2] }] };
}

async function playClaude(used: GatewayInUse, key: string, prompt: string): Promise<string> {
  const workspace = await used.newWorkspace();
  const run = await runClaude({ workspace, url: used.gateway.url, key, args: ["-p", prompt] });
  return run.stdout || run.stderr;
}

async function playClaudeWithFile(used: GatewayInUse, key: string, prompt: string): Promise<string> {
  const workspace = await used.newWorkspace();
  await writeFile(join(workspace.project, ".env"), `AWS_ACCESS_KEY_ID=${KEY_ID}\nAWS_SECRET_ACCESS_KEY=${SECRET}\n`);
  const args = ["-p", prompt, "--allowedTools", "Bash(cat:*)"];
  return (await runClaude({ workspace, url: used.gateway.url, key, args })).stdout;
}

function playMessages(model: string): Play {
  return async ({ gateway }, key, prompt) => {
    const client = new Anthropic({ baseURL: gateway.url, authToken: key, apiKey: null, maxRetries: 0 });
    const messages = [{ role: "user" as const, content: prompt }];
    const message = await client.messages.stream({ model, max_tokens: 99, messages }).finalMessage();
    return message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
  };
}

async function playChat({ gateway }: GatewayInUse, key: string, prompt: string): Promise<string> {
  const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: key });
  const messages = [{ role: "user" as const, content: prompt }];
  const completion = await client.chat.completions.create({ model: "openai/gpt-5", messages });
  return completion.choices[0]?.message.content ?? "";
}

async function playResponses({ gateway }: GatewayInUse, key: string, prompt: string): Promise<string> {
  const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: key });
  return (await client.responses.create({ model: "openai/gpt-5", input: prompt })).output_text;
}

async function playGemini({ gateway }: GatewayInUse, key: string, prompt: string): Promise<string> {
  const client = new GoogleGenAI({ apiKey: key, apiVersion: "v1beta", httpOptions: { baseUrl: gateway.url } });
  return (await client.models.generateContent({ model: "gemini-2.5-flash", contents: prompt })).text ?? "";
}
