import { describe, expect, test } from "vitest";
import { expectUnstored } from "./audit.ts";
import { newInstanceId, newSecretAccessKey } from "./originals.ts";
import { findLeaks } from "./provider/find-leaks.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const used = useGateway();
const { gateway } = used;

interface Bad {
  readonly path: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
  /** In place of a key that is let in. */
  readonly key?: string;
}

const said = (text: string, more: object = {}) =>
  JSON.stringify({ model: "claude-opus-5-5", max_tokens: 9, messages: [{ role: "user", content: text }], ...more });
const MESSAGES = "/v1/messages";

/** Requests that are refused, each with an instance's id, and a secret that its context gives away. */
const AT_THE_GATEWAY: readonly (readonly [name: string, (id: string, secret: string) => Bad])[] = [
  ["a key that is none", (id, secret) => ({ path: MESSAGES, key: `sk-${id}-${secret}`, body: said(id) })],
  ["a route that there is not", (id) => ({ path: `/v1/${id}`, body: said(id) })],
  ["a route with an original in its query", (id) => ({ path: `/v1/files?name=${id}`, body: said(id) })],
  [
    "a route that is refused",
    (id, secret) => ({ path: "/v1/moderations", body: JSON.stringify({ input: [id, secret] }) }),
  ],
  [
    "a model that there is not",
    (id, secret) => ({ path: MESSAGES, body: said(`${id}, aws_secret_access_key = ${secret}`, { model: "none" }) }),
  ],
  ["a body that is no JSON", (id, secret) => ({ path: MESSAGES, body: `{"a": "${id} ${secret}` })],
  ["a body that is too deep", (id) => ({ path: MESSAGES, body: `${"[".repeat(9_000)}"${id}"${"]".repeat(9_000)}` })],
  ["a field that no API has", (id) => ({ path: MESSAGES, body: said("hi", { [`a ${id}`]: 1 }) })],
  [
    "fallbacks with content",
    (id) => ({ path: MESSAGES, body: said("hi", { fallbacks: [{ model: "m", prompt: id }] }) }),
  ],
  [
    "an answer that is kept",
    (id) => ({ path: "/v1/responses", body: said(id, { input: id, previous_response_id: id }) }),
  ],
  ["a header's value", (id) => ({ path: MESSAGES, body: said("hi"), headers: { "anthropic-beta": id } })],
  ["compressed", (id) => ({ path: MESSAGES, body: said(id), headers: { "content-encoding": `x-${id}` } })],
  [
    "thinking from before the gateway",
    (id) => ({
      path: MESSAGES,
      body: said(id, {
        messages: [
          { role: "user", content: id },
          { role: "assistant", content: [{ type: "thinking", thinking: `it is ${id}`, signature: "c2ln" }] },
          { role: "user", content: "and?" },
        ],
      }),
    }),
  ],
];

const AT_THE_MASKER: typeof AT_THE_GATEWAY = [
  ["a key that is none", (id) => ({ path: "/mask", key: id, body: JSON.stringify({ text: id }) })],
  ["a route that there is not", (id) => ({ path: `/${id}`, body: "{}" })],
  ["no JSON", (id, secret) => ({ path: "/mask", body: `{"text": "${id} ${secret}` })],
  ["another type", (id) => ({ path: "/mask", body: JSON.stringify({ text: [id] }) })],
  ["another field", (id) => ({ path: "/mask", body: JSON.stringify({ [id]: id }) })],
  ["a scope that is none", (id) => ({ path: "/mask", body: JSON.stringify({ text: "a", scope: `${id}\n` }) })],
  [
    "a scope that its key may not ask for",
    (id) => ({ path: "/unmask", body: JSON.stringify({ text: id, scope: id }) }),
  ],
  [
    "a policy that is none",
    (id) => ({
      path: "/guardrail/request",
      headers: { "x-masker-scope": "team:a", "x-masker-api": "anthropic", "x-masker-policy": id },
      body: said(id),
    }),
  ],
  [
    "an API that is none",
    (id) => ({
      path: "/guardrail/request",
      headers: { "x-masker-scope": "team:a", "x-masker-api": id },
      body: said(id),
    }),
  ],
  [
    "a ticket that is none",
    (id) => ({
      path: "/guardrail/response",
      headers: { "x-masker-ticket": id, "x-masker-api": "anthropic" },
      body: said(id),
    }),
  ],
];

describe.each([
  ["the gateway", AT_THE_GATEWAY, gateway.url, () => newTeamKey()],
  ["the masker", AT_THE_MASKER, gateway.maskerUrl, () => gateway.maskerApiKey],
] as const)("an error of %s tells no original", (_, cases, url, keyOf) => {
  test.each(cases)("%s", async (__, make) => {
    const [instance, secret] = [newInstanceId(), newSecretAccessKey()];
    const { path, body = "", headers = {}, key = keyOf() } = make(instance, secret);
    const answer = await fetch(`${url}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
      body,
    });
    const text = await answer.text();
    expect(answer.status, text).toBeGreaterThanOrEqual(400);
    expect(text).toMatch(/\w/);
    const told = `${JSON.stringify([...answer.headers])}\n${text}`;
    expect(findLeaks([{ name: "answer", bytes: Buffer.from(told) }], [instance, secret])).toEqual([]);
    expect(used.provider.requests).toEqual([]);
    await expectUnstored(gateway, [instance, secret]);
  });
});
