import { expect } from "vitest";
import type { Provider } from "../provider/provider.ts";
import type { RecordedRequest } from "../provider/recorded-request.ts";
import { startTap } from "../recording/start-tap.ts";
import { runClaude } from "../run-claude.ts";
import { placeholderIn } from "../seen.ts";
import type { GatewayInUse } from "../use-gateway.ts";
import type { Observation, Reply } from "./observation.ts";

const MODEL = "claude-opus-5-5";
const BEYOND_THE_LIMIT = 33_554_433;
const TOO_LONG = "prompt is too long: 210000 tokens > 200000 maximum";
const SIGN_IN = {
  "/.well-known/oauth-authorization-server": "GET",
  "/managed/settings": "GET",
  "/api/oauth/usage": "GET",
  "/v1/metrics": "POST",
  "/v1/logs": "POST",
  "/v1/traces": "POST",
};

/** Goes through the contract once, with the real Claude Code and by hand. `instance` is an original for it to mask. */
export async function observe(used: GatewayInUse, key: string, instance: string): Promise<Observation> {
  const { gateway, provider } = used;
  const send = (path: string, body?: object, headers: Record<string, string> = {}, method = "POST"): Promise<Reply> =>
    read(
      fetch(gateway.url + path, {
        method: body === undefined ? "GET" : method,
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
  const question = { model: MODEL, max_tokens: 9, messages: [{ role: "user", content: `look at ${instance}` }] };

  const turn = await observeTurn(used, key, instance);
  const tomorrow = {
    ...question,
    safeguards: { dangerous_tool_use: true },
    field_of_tomorrow: true,
    output_config: { effort: "low", effort_of_tomorrow: true },
  };
  const beta = {
    "anthropic-beta": "beta-of-tomorrow-2030-01-01",
    "anthropic-version": "2023-06-01",
    "x-header-of-tomorrow": "1",
  };
  provider.script([{ blocks: [{ type: "text", text: "ok" }] }]);
  const observed = {
    turn,
    tomorrow: { reply: await send("/v1/messages?beta=true", tomorrow, beta), seen: last(provider) },
    counted: {
      reply: await send("/v1/messages/count_tokens?beta=true", { model: MODEL, messages: question.messages }, beta),
      seen: last(provider),
    },
    models: await send("/v1/models?limit=1000", undefined, { "anthropic-version": "2023-06-01" }),
    signIn: new Map<string, Reply>(),
    noKey: await send("/v1/messages", question, { authorization: "Bearer sk-unknown" }),
    tooLarge: await send("/v1/messages", { ...question, system: "x".repeat(BEYOND_THE_LIMIT) }),
    tagged: await send("/v1/messages", { ...question, tags: { group: "payments" } }),
    isUnbuffered: await isUnbuffered(used, key),
    vertexSystem: await observeVertex(used, key),
  };
  for (const [path, method] of Object.entries(SIGN_IN))
    observed.signIn.set(path, await send(path, method === "POST" ? {} : undefined));
  return { ...observed, ...(await observeErrors(used, key, () => send("/v1/messages", question))) };
}

async function observeTurn(used: GatewayInUse, key: string, instance: string): Promise<Observation["turn"]> {
  const { gateway, provider } = used;
  const tap = await startTap(gateway.url);
  try {
    provider.script((request) => ({ blocks: [{ type: "text", text: placeholderIn(request.raw.toString(), "ec2") }] }));
    const workspace = await used.newWorkspace();
    const { stdout: answer } = await runClaude({ workspace, url: tap.url, key, args: ["-p", `look at ${instance}`] });
    const [sent] = tap.take().filter(({ path }) => path.startsWith("/v1/messages"));
    if (sent === undefined) throw new Error("Claude Code sent nothing");
    return { sent, seen: last(provider), answer };
  } finally {
    await tap.stop();
  }
}

/** The provider says its first delta and then nothing for longer than anybody waits; the client leaves once it has read that. */
async function isUnbuffered({ gateway, provider }: GatewayInUse, key: string): Promise<boolean> {
  provider.script([{ blocks: [{ type: "text", text: "firstlast", sizes: [5] }], delayBetweenDeltas: 30_000 }]);
  const response = await fetch(`${gateway.url}/v1/messages`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ model: MODEL, max_tokens: 9, stream: true, messages: [{ role: "user", content: "hi" }] }),
  });
  let readSoFar = "";
  for await (const chunk of response.body ?? []) {
    readSoFar += Buffer.from(chunk).toString();
    // Leaving the loop ends the request.
    if (readSoFar.includes("first")) return !readSoFar.includes("last");
  }
  return false;
}

async function observeVertex(used: GatewayInUse, key: string): Promise<string> {
  used.provider.script([{ blocks: [{ type: "text", text: "ok" }] }]);
  const args = ["-p", "hi", "--model", "vertex_ai/claude-sonnet-5-5"];
  await runClaude({ workspace: await used.newWorkspace(), url: used.gateway.url, key, args });
  const seen = last(used.provider);
  expect(seen.api).toBe("vertex");
  return JSON.stringify((seen.body as { system?: unknown }).system);
}

async function observeErrors(
  used: GatewayInUse,
  key: string,
  ask: () => Promise<Reply>,
): Promise<Pick<Observation, "errors" | "tooLong">> {
  const errors = new Map<number, Reply>();
  const types = {
    401: "authentication_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
  };
  for (const [status, type] of [
    ...Object.entries(types),
    ["529", "overloaded_error"],
    ["400", "invalid_request_error"],
  ]) {
    used.provider.script([
      { error: { status: Number(status), type: type ?? "", message: status === "400" ? TOO_LONG : "sorry" } },
    ]);
    errors.set(Number(status), await ask());
  }
  const { stdout } = await runClaude({
    workspace: await used.newWorkspace(),
    url: used.gateway.url,
    key,
    args: ["-p", "hi"],
  });
  return { errors, tooLong: stdout };
}

function last(provider: Provider): RecordedRequest {
  const request = provider.requests.at(-1);
  if (request === undefined) throw new Error("the provider was not asked");
  return request;
}

async function read(answer: Promise<Response>): Promise<Reply> {
  const { status, headers, ...rest } = await answer.then(async (response) => ({
    status: response.status,
    headers: response.headers,
    body: await response.text(),
  }));
  return { status, headers, ...rest };
}
