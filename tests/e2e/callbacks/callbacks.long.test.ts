import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "../audit.ts";
import { findLeaks } from "../provider/find-leaks.ts";
import { type Provider, startProvider } from "../provider/provider.ts";
import type { ProviderError } from "../provider/answer.ts";
import { repeatBoth } from "../repeat-both.ts";
import { newTeamKey } from "../team-key.ts";
import { type Api, APIS, plantRequest, type PlantedRequest } from "./planted-request.ts";
import { type HookCall, type RecordedGateway, startRecordedGateway } from "./start-recorded-gateway.ts";

let provider: Provider;
let gateway: RecordedGateway;
/** Of all requests of this file. */
const originals: string[] = [];

beforeAll(async () => {
  provider = await startProvider();
  gateway = await startRecordedGateway(provider.url);
});
afterEach(() => provider.forget());
afterAll(async () => {
  await gateway.stop();
  await provider.stop();
});

const PLACEHOLDER = /\bec2-\d{3}\b/;
const IN_ALL_PLACES = ["after", "before", "callbacks"];
/** What LiteLLM must have called for the audit at the end to mean something. */
const HOOKS = [
  "async_pre_call_hook",
  "async_moderation_hook",
  "async_pre_call_deployment_hook",
  "async_pre_request_hook",
  "log_pre_api_call",
  "log_post_api_call",
  "async_logging_hook",
  "async_log_success_event",
  "async_post_call_success_hook",
  "async_post_call_success_deployment_hook",
  "async_post_call_response_headers_hook",
  "async_post_call_streaming_iterator_hook",
  "async_post_call_streaming_hook",
  "async_post_call_streaming_deployment_hook",
  "async_post_call_failure_deployment_hook",
  "async_post_call_failure_hook",
  "log_failure_event",
  "async_log_failure_event",
];
const CASES = APIS.flatMap((api) =>
  [false, true].map((stream) => ({ api, stream, how: stream ? "streamed" : "whole" })),
);

describe.for(CASES)("LiteLLM's callbacks hear of a request to $api, $how,", ({ api, stream }) => {
  test("that is answered, a hollow before ours and placeholders after it, and the answer's placeholders", async () => {
    provider.script(repeatBoth);
    const asked = plant(api, { stream });
    const { status, text } = await send(asked);
    expect([status, text]).toEqual([200, expect.not.stringMatching(PLACEHOLDER)]);
    const calls = await heardOf(asked, "async_log_success_event");
    const before = calls.filter(({ hook, place }) => hook === "async_pre_call_hook" && place === "before");
    expect(before.map(({ given }) => [given.includes(asked.marker), PLACEHOLDER.test(given)])).toEqual([
      [false, false],
    ]);
    const after = calls.filter(({ hook, place }) => hook === "async_pre_call_hook" && place === "after");
    expect(after.map(({ given }) => [given.includes(asked.marker), PLACEHOLDER.test(given)])).toEqual([[true, true]]);
    expectPlaceholders(calls, "async_moderation_hook");
    expectPlaceholders(calls, stream ? "async_post_call_streaming_iterator_hook" : "async_post_call_success_hook");
    expectPlaceholders(calls, "async_log_success_event");
    expectUnseen(provider.requests, asked.originals);
  });

  test.for([400, 500])("that the provider refuses with %d, and of the placeholders that it repeats", async (code) => {
    provider.script(({ raw }) => ({ error: complaint(code, raw) }));
    const asked = plant(api, { stream });
    const { status, text } = await send(asked);
    expect([status, text]).toEqual([code, expect.not.stringMatching(PLACEHOLDER)]);
    const calls = await heardOf(asked, "async_post_call_failure_hook");
    expectPlaceholders(calls, "async_post_call_failure_hook");
    expectPlaceholders(await heardOf(asked, "async_log_failure_event"), "async_log_failure_event");
  });

  test("that the masker refuses, without its content", async () => {
    const asked = plant(api, { stream, hasImage: true });
    const { status } = await send(asked, { team: { masker: { images: "block" } } });
    expect(status).toBe(422);
    const calls = await heardOf(asked, "async_post_call_failure_hook");
    expect(calls.filter(({ given }) => given.includes(asked.marker))).toEqual([]);
    expect(provider.requests).toEqual([]);
  });

  test("that is too large, nothing", async () => {
    const asked = plant(api, { stream });
    const { status } = await send({ ...asked, body: { ...asked.body, filler: "long ".repeat(30_000) } });
    expect(status).toBe(413);
    expect(await callsOf(asked)).toEqual([]);
  });

  test("whose client leaves in the middle", async () => {
    // Longer than anybody waits: on a busy machine the provider was through before its client left.
    const long = { type: "text", text: "one more word, ".repeat(100), sizes: [4] } as const;
    provider.script((request) => ({
      blocks: [...(repeatBoth(request).blocks ?? []), long],
      ...(stream ? { delayBetweenDeltas: 400 } : { delayBeforeStart: 60_000 }),
    }));
    const asked = plant(api, { stream });
    const leaving = new AbortController();
    const sent = send(asked, {}, leaving.signal);
    await expect.poll(() => provider.requests.length).toBe(1);
    if (stream) await heardOf(asked, "async_post_call_streaming_iterator_hook");
    leaving.abort();
    await expect(sent).rejects.toThrow(/abort/);
    await expect.poll(() => provider.requests[0]?.abandoned).toBe(true);
    expect((await callsOf(asked)).map(({ place }) => place)).toContain("after");
  });
});

describe("a stream", () => {
  test.for(APIS)("of %s that the provider breaks off reaches callbacks in placeholders", async (api) => {
    const error = { status: 529, type: "overloaded_error", message: "too busy for ec2-001" };
    provider.script((request) => ({ ...repeatBoth(request), failAfterDeltas: { deltas: 5, error } }));
    const asked = plant(api, { stream: true });
    const { status, text } = await send(asked);
    expect([status, text]).toEqual([200, expect.not.stringMatching(PLACEHOLDER)]);
    expect(text, "LiteLLM's own error ends the stream").toMatch(/"error": ?\{/);
    expectPlaceholders(
      await heardOf(asked, "async_post_call_streaming_iterator_hook"),
      "async_post_call_streaming_iterator_hook",
    );
  });
});

test("no callback, logger or alert got an original of any of these requests", async () => {
  // What LiteLLM sends in the background comes within seconds.
  await expect
    .poll(() => new Set(gateway.sent.map(({ name }) => name.split(/[ /]/)[1])))
    .toEqual(new Set(["generic_api", "langsmith", "slack"]));
  const calls = await gateway.readCalls();
  expect([...new Set(calls.map(({ hook }) => hook))]).toEqual(expect.arrayContaining(HOOKS));
  const recorded = calls.map(({ place, hook, given }) => ({ name: `${hook} of ${place}`, bytes: Buffer.from(given) }));
  expect(findLeaks([...recorded, ...gateway.sent], originals)).toEqual([]);
  await expectUnstored(gateway, originals);
});

function plant(api: Api, fields: Parameters<typeof plantRequest>[1]): PlantedRequest {
  const asked = plantRequest(api, fields);
  originals.push(...asked.originals);
  return asked;
}

function complaint(status: number, raw: Buffer): ProviderError {
  return { status, type: "api_error", message: `I do not like ${PLACEHOLDER.exec(raw.toString())?.[0]}` };
}

interface Answered {
  readonly status: number;
  readonly text: string;
}

async function send(asked: PlantedRequest, metadata: object = {}, signal?: AbortSignal): Promise<Answered> {
  const answer = await fetch(gateway.url + asked.api, {
    method: "POST",
    headers: {
      authorization: `Bearer ${newTeamKey(metadata)}`,
      "content-type": "application/json",
      "x-request-id": asked.id,
    },
    body: JSON.stringify(asked.body),
    ...(signal && { signal }),
  });
  return { status: answer.status, text: await answer.text() };
}

async function callsOf({ id }: PlantedRequest): Promise<readonly HookCall[]> {
  return (await gateway.readCalls()).filter(({ given }) => given.includes(id));
}

/** The calls about a request, once this hook is among them. */
async function heardOf(asked: PlantedRequest, hook: string): Promise<readonly HookCall[]> {
  await expect.poll(async () => (await callsOf(asked)).map((call) => call.hook)).toContain(hook);
  return callsOf(asked);
}

/** All callbacks have heard of a request by this hook, in placeholders. */
function expectPlaceholders(calls: readonly HookCall[], hook: string): void {
  const told = calls.filter((call) => call.hook === hook && PLACEHOLDER.test(call.given));
  expect([...new Set(told.map(({ place }) => place))].toSorted(), hook).toEqual(IN_ALL_PLACES);
}
