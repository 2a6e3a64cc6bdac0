import { beforeEach, describe, expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "../e2e/audit.ts";
import { newInstanceId, newSecretAccessKey } from "../e2e/originals.ts";
import type { Answer } from "../e2e/provider/answer.ts";
import { findLeaks } from "../e2e/provider/find-leaks.ts";
import { placeholderIn } from "../e2e/seen.ts";
import { makeKey } from "./ask.ts";
import { dumpTables } from "./chain/dump-tables.ts";
import { loggedLine } from "./logged-line.ts";
import { useAdminGateway } from "./use-admin-gateway.ts";

interface Route {
  readonly path: string;
  readonly body: (said: string) => object;
  /** Absent where the API has no streams. */
  readonly streamPath?: string;
}

const openai = (path: string, body: (said: string) => object): Route => ({
  path,
  streamPath: path,
  body: (said) => ({ model: "openai/gpt-5", ...body(said) }),
});
const gemini = "/v1beta/models/gemini-3-pro";
const ROUTES: readonly Route[] = [
  {
    ...openai("/v1/messages", () => ({})),
    body: (said) => ({
      model: "claude-sonnet-4-5",
      max_tokens: 100,
      system: said,
      metadata: { user_id: said },
      messages: [{ role: "user", content: said }],
    }),
  },
  openai("/v1/chat/completions", (said) => ({ user: said, messages: [{ role: "user", content: said }] })),
  openai("/v1/completions", (said) => ({ user: said, prompt: said })),
  openai("/v1/responses", (said) => ({ instructions: said, metadata: { said }, input: said })),
  {
    path: `${gemini}:generateContent`,
    streamPath: `${gemini}:streamGenerateContent?alt=sse`,
    body: (said) => ({ contents: [{ role: "user", parts: [{ text: said }] }] }),
  },
  { path: "/v1/embeddings", body: (said) => ({ model: "openai/text-embedding-3-small", input: [said] }) },
  { path: "/v1/rerank", body: (said) => ({ model: "rerank-v3.5", query: said, documents: [said, "b"] }) },
];
const CASES = ROUTES.flatMap((route) => [
  { route, stream: false },
  ...(route.streamPath === undefined ? [] : [{ route, stream: true }]),
]);
/** What answers in words, and so may repeat what it was told. */
const TALKING = CASES.filter(({ route }) => route.streamPath !== undefined);

interface Sent {
  readonly alias: string;
  readonly originals: readonly [string, string];
  readonly status: number;
  readonly text: string;
}

const used = useAdminGateway();
const { gateway } = used;

beforeEach(() => {
  used.provider.script((request) => ({ blocks: [{ type: "text", text: repeated(request.raw) }] }));
});

function repeated(raw: Buffer): string {
  return `here is ${placeholderIn(raw.toString("utf8"), "ec2")}`;
}

async function send({ route, stream }: (typeof CASES)[number], options: object): Promise<Sent> {
  const { key, alias } = await makeKey(used, options);
  const originals = [newInstanceId(), newSecretAccessKey()] as const;
  const body = route.body(`look at ${originals[0]}, aws_secret_access_key = ${originals[1]}`);
  const path = stream ? route.streamPath : route.path;
  const response = await fetch(`${gateway.url}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ ...body, ...(stream && !path?.startsWith(gemini) && { stream }) }),
  });
  return { alias, originals, status: response.status, text: await response.text() };
}

async function sendAll(cases: typeof CASES, options: object = {}): Promise<Sent[]> {
  const sent: Sent[] = [];
  for (const one of cases) sent.push(await send(one, options));
  return sent;
}

async function expectLoggedMasked(sent: readonly Sent[], status: "success" | "failure"): Promise<void> {
  for (const { alias } of sent) await loggedLine(gateway.databaseUrl, alias, status);
  await expectNowhere(sent);
}

async function expectNowhere(sent: readonly Sent[]): Promise<void> {
  const originals = sent.flatMap((one) => one.originals);
  if (used.provider.requests.length > 0) expectUnseen(used.provider.requests, originals);
  expect(findLeaks(await dumpTables(gateway.databaseUrl), originals)).toEqual([]);
  await expectUnstored(gateway, originals);
}

/** LiteLLM keeps prompts and answers here, as it is told to: see stored-texts.test.ts. */
describe("on every route LiteLLM's database and log have no original", () => {
  test("of an answered request, whole and streamed", async () => {
    const sent = await sendAll(CASES);
    expect(sent.map(({ status }) => status)).toEqual(CASES.map(() => 200));
    for (const { text, originals } of sent.slice(0, TALKING.length)) expect(text).toContain(originals[0]);
    await expectLoggedMasked(sent, "success");
  });

  test("of a request that the provider refuses, repeating it", async () => {
    used.provider.script((request) => ({
      error: { status: 400, type: "invalid_request_error", message: `I do not like ${repeated(request.raw)}` },
    }));
    const sent = await sendAll(TALKING);
    expect(sent.map(({ status }) => status)).toEqual(TALKING.map(() => 400));
    await expectLoggedMasked(sent, "failure");
  });

  test("of a stream that breaks off", async () => {
    const error = { status: 529, type: "overloaded_error", message: "too busy" };
    used.provider.script((request): Answer => ({
      blocks: [{ type: "text", text: repeated(request.raw), sizes: [2] }],
      failAfterDeltas: { deltas: 8, error },
    }));
    const streams = TALKING.filter(({ stream }) => stream);
    const sent = await sendAll(streams);
    expect(sent.map(({ status }) => status)).toEqual(streams.map(() => 200));
    // LiteLLM logs some of these as answered, and some not at all. What comes after them is logged after them.
    await expectLoggedMasked(await sendAll(CASES.slice(0, 1)), "success");
    await expectNowhere(sent);
  });

  test("of a request over its key's budget, which reaches neither masker nor provider", async () => {
    const sent = await sendAll(CASES, { max_budget: 0 });
    expect(sent.map(({ status }) => status)).toEqual(CASES.map(() => 422));
    expect(used.provider.requests).toEqual([]);
    await expectLoggedMasked(sent, "failure");
  });
});
