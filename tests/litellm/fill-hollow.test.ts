import * as fc from "fast-check";
import { expect, test } from "vitest";
import { callGateway } from "./call-gateway.ts";

const names = fc.constantFrom(
  "messages",
  "tools",
  "metadata",
  "user",
  "stop",
  "extra_body",
  "top",
  "text",
  "max_tokens",
);
const body = fc.dictionary(
  names,
  fc.jsonValue({ maxDepth: 3 }).map((value) => ("object" === typeof value && value !== null ? renamed(value) : value)),
);

/** Names that begin with `_` are LiteLLM's own and are not filled; a test of its own says so. */
function renamed(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll('"_', '"a').replaceAll('"user_api_key_', '"a')) as unknown;
}

test("Filling an untouched hollow gives back the masked body", async () => {
  const bodies = fc.sample(body, 500).map((object) => renamed(object) as object);
  const hollows = await callGateway(bodies.map((value) => ({ call: "hollow.make_hollow", arguments: [value] })));
  const kept = bodies.flatMap((masked, index) => {
    const hollow = hollows[index]?.value;
    return hollow === undefined ? [] : [{ hollow, masked }];
  });
  expect(kept.length).toBeGreaterThan(200);
  const filled = await callGateway(
    kept.map(({ hollow, masked }) => ({ call: "fill_hollow.fill_hollow", arguments: [hollow, hollow, masked] })),
  );
  filled.forEach(({ arguments: left }, index) => expect(left?.[0]).toStrictEqual(kept[index]?.masked));
});

test.each([
  [
    "what LiteLLM removed stays removed",
    { metadata: {} },
    { metadata: { api_base: "" } },
    { metadata: { api_base: "x" } },
    { metadata: {} },
  ],
  ["what LiteLLM rewrote stays rewritten", { user: "hash" }, { user: "" }, { user: "u" }, { user: "hash" }],
  [
    "LiteLLM's own fields win, and the client's come beside them",
    { metadata: { user_api_key_hash: "h", tag: "" } },
    { metadata: { tag: "" } },
    { metadata: { tag: "t", user_api_key_hash: "forged" } },
    { metadata: { user_api_key_hash: "h", tag: "t" } },
  ],
  [
    "a name that the hollow did not show is added, unless it is one of LiteLLM's",
    { metadata: {} },
    { metadata: {} },
    { metadata: { "ec2-001": "v", user_api_key_1: "forged", _pipeline9: "forged" } },
    { metadata: { "ec2-001": "v" } },
  ],
  [
    "what LiteLLM added to a list stays at its end",
    { metadata: { tags: ["", "team"] } },
    { metadata: { tags: [""] } },
    { metadata: { tags: ["t"] } },
    { metadata: { tags: ["t", "team"] } },
  ],
  ["controls stay LiteLLM's", { model: "alias" }, { model: "m" }, { model: "m" }, { model: "alias" }],
  [
    "content is replaced as a whole",
    { messages: ["LiteLLM's"] },
    { messages: [] },
    { messages: ["m"] },
    { messages: ["m"] },
  ],
])("%s", async (_, data, hollow, masked, expected) => {
  const [outcome] = await callGateway([{ call: "fill_hollow.fill_hollow", arguments: [data, hollow, masked] }]);
  expect(outcome?.arguments?.[0]).toStrictEqual(expected);
});
