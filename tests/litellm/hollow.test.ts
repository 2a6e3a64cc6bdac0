import * as fc from "fast-check";
import { expect, test } from "vitest";
import { loadRecordings } from "../e2e/recording/load-recordings.ts";
import { plantIdentifier } from "../e2e/recording/plant-identifier.ts";
import { callGateway } from "./call-gateway.ts";

/** Claude Code's bodies are the same few places over and over, in 50 KB each. */
const MOST_CHARACTERS = 20_000;
const PLANTED = "AKIA1234567890ABCDEF";
const FIELDS = [
  "messages",
  "system",
  "tools",
  "input",
  "instructions",
  "prompt",
  "contents",
  "systemInstruction",
  "query",
  "documents",
  "metadata",
  "litellm_metadata",
  "extra_body",
  "user",
  "stop",
  "response_format",
  "tool_choice",
  "mcp_servers",
  "thinking",
  "output_config",
  "context_management",
  "unheard_of",
];

const planted = fc.letrec((tie) => ({
  leaf: fc.oneof(fc.constant(PLANTED), fc.integer(), fc.boolean(), fc.constant(null)),
  tree: fc.oneof(
    { depthSize: "small" },
    tie("leaf"),
    fc.array(tie("tree"), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom("type", "text", "content", "name", "arguments", PLANTED, `a ${PLANTED}`),
      tie("tree"),
    ),
  ),
})).tree;

test("A hollow holds no original, wherever it stood", async () => {
  const bodies = fc.sample(fc.record(Object.fromEntries(FIELDS.map((field) => [field, planted]))), 500);
  const objects = bodies.map((body) => ({
    ...body,
    model: "claude-x",
    metadata: {},
    litellm_metadata: {},
    extra_body: {},
  }));
  const outcomes = await callGateway(objects.map((body) => ({ call: "hollow.make_hollow", arguments: [body] })));
  expect(outcomes.filter(({ value }) => value !== undefined).length).toBeGreaterThan(250);
  for (const { value } of outcomes) expect(JSON.stringify(value ?? {})).not.toContain(PLANTED);
});

test("A hollow of a recorded body holds no identifier, at whichever string or key it stood", async () => {
  const bodies = loadRecordings().map(({ recording }) => recording.request);
  const withOne = bodies.filter(({ length }) => length < MOST_CHARACTERS).flatMap((body) => [...plantIdentifier(body)]);
  expect(withOne.length).toBeGreaterThan(1000);
  const calls = withOne.map(({ body }) => ({ call: "hollow.make_hollow", arguments: [JSON.parse(body) as object] }));
  const outcomes = await callGateway(calls);
  const shown = withOne.filter(({ id }, at) => JSON.stringify(outcomes[at]?.value ?? {}).includes(id));
  expect([...new Set(shown.map(({ path }) => path))]).toEqual(["model"]);
});

test.each([
  ["controls pass", { model: "m", stream: true, max_tokens: 5, guardrails: ["a"] }, undefined],
  ["so do names of other models", { fallbacks: ["a", { model: "b", temperature: 0 }, { a: ["b"] }] }, undefined],
  [
    "content is emptied by type",
    { system: "s", messages: [{ role: "user" }], tools: [] },
    { system: "", messages: [], tools: [] },
  ],
  ["a new container passes", { container: { skills: [] }, tools: [{ type: "code_interpreter" }] }, undefined],
  [
    "tools keep their type, which LiteLLM checks",
    { tools: [{ type: "web_search_20250305", name: "n" }, { name: "n" }, { type: "A b" }] },
    { tools: [{ type: "web_search_20250305" }, {}, {}] },
  ],
  [
    "other fields keep their shape, and names that may be LiteLLM's parameters",
    { metadata: { api_base: "http://x", "i-1234567890abcdef0": "v", n: [1, "s"] } },
    { metadata: { api_base: "", n: [1, ""] } },
  ],
])("%s", async (_, body, hollow) => {
  const [outcome] = await callGateway([{ call: "hollow.make_hollow", arguments: [body] }]);
  expect(outcome?.value).toStrictEqual(hollow ?? body);
});

test.each([
  ["a document store that LiteLLM would read", { vector_store_ids: ["v"] }],
  ["a stored prompt", { prompt_id: "p" }],
  ["an answer kept by the provider", { previous_response_id: "resp_1" }],
  ["a conversation kept by the provider", { conversation: { id: "conv_1" } }],
  ["an answer that is fetched later", { background: true }],
  ["content that Gemini keeps", { cachedContent: "cachedContents/c" }],
  ["content that Gemini keeps, as LiteLLM spells it", { cached_content: "cachedContents/c" }],
  ["an item that the provider keeps", { input: [{ type: "item_reference", id: "msg_1" }] }],
  ["a container that there is already", { container: "container_1" }],
  ["one with skills", { container: { id: "container_1", skills: [] } }],
  ["one of a tool", { tools: [{ type: "code_interpreter", container: "cntr_1" }] }],
  ["an answer kept by the provider, in extra_body", { extra_body: { previous_response_id: "resp_1" } }],
  ["an item that the provider keeps, in extra_body", { extra_body: { input: [{ type: "item_reference" }] } }],
  ["text as token numbers, in extra_body", { extra_body: { input: [[1, 2]] } }],
  ["an extra_body in an extra_body", { extra_body: { extra_body: { background: true } } }],
  ["metadata as a string, which LiteLLM would parse", { metadata: '{"api_base":"http://x"}' }],
  ["extra_body as a string", { extra_body: '{"api_base":"http://x"}' }],
  ["a tool with a document store", { tools: [{ type: "file_search", vector_store_ids: ["v"] }] }],
  ["a tool that LiteLLM would run", { tools: [{ type: "mcp", server_url: "litellm_proxy/mcp/x" }] }],
  ["a field name that no API has", { "metadata[api_base]": "http://x" }],
  ["a fallback with messages of its own", { fallbacks: [{ model: "m", messages: [{ content: PLANTED }] }] }],
  ["a fallback with an address of its own", { fallbacks: [{ model: "m", api_base: "http://x" }] }],
  ["a fallback for other reasons with content", { content_policy_fallbacks: [{ m: [{ prompt: PLANTED }] }] }],
  ["fallbacks that are no list", { context_window_fallbacks: { m: PLANTED } }],
  ["a guardrail with settings of its own", { guardrails: [{ other: { extra_body: { a: PLANTED } } }] }],
  ["a model that is more than a name", { model: { name: PLANTED } }],
  ["a stream that is neither on nor off", { stream: PLANTED }],
  ["text as token numbers, in which nothing can be found", { input: [[1, 2], [3]] }],
  ["a prompt as token numbers", { prompt: [1, 2] }],
])("Refused with what to do: %s", async (_, body) => {
  const [outcome] = await callGateway([{ call: "hollow.make_hollow", arguments: [body] }]);
  expect(outcome?.refused).toBe(400);
  expect(outcome?.message).toMatch(/^[A-Za-z_]+: .+; .+/);
});
