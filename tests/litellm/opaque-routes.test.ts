import { once } from "node:events";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { callGateway } from "./call-gateway.ts";
import { type Chain, startChain } from "./start-chain.ts";

const SECRET = "AKIA1234567890ABCDEF";

let chain: Chain;

beforeAll(async () => {
  chain = await startChain({ env: { MASKER_OPAQUE_ROUTES: "images, pass_through, realtime" } });
});
afterAll(() => chain.stop());
afterEach(() => {
  chain.upstream.requests.length = 0;
  chain.masker.calls.length = 0;
});

test("A route that the setting opens reaches the provider as it is, and the start said loudly what that means", async () => {
  const body = { model: "openai/dall-e-3", prompt: `a picture of ${SECRET}` };
  await chain.post("/v1/images/generations", body);
  expect(chain.upstream.requests.map(({ path }) => path)).toEqual(["/v1/images/generations"]);
  expect(chain.upstream.requests[0]?.body).toContain(SECRET);
  expect(chain.masker.calls.filter((call) => call.body.includes(SECRET))).toEqual([]);
  expect(await chain.log()).toMatch(
    /WARNING: MASKER_OPAQUE_ROUTES opens images, pass_through, realtime: .* NOT masked/,
  );
});

test.each(["/v1/realtime", "/realtime", "/openai/v1/realtime"])(
  "A websocket that the setting opens goes both ways as it is: %s",
  async (path) => {
    const event = { type: "conversation.item.create", item: { type: "message", content: [{ text: SECRET }] } };
    const socket = openSocket(`${path}?model=openai/gpt-realtime`);
    await once(socket, "open");
    socket.send(JSON.stringify(event));
    const [message] = (await once(socket, "message")) as [MessageEvent];
    expect(String(message.data)).toContain(SECRET);
    expect(chain.upstream.requests[0]?.path).toMatch(/^\/v1\/realtime\?model=/);
    expect(chain.upstream.requests[0]?.body).toContain(SECRET);
    expect(chain.masker.calls).toEqual([]);
    socket.close();
    await once(socket, "close");
  },
);

test("A websocket of another kind stays closed", async () => {
  const [event] = (await once(openSocket("/v1/responses?model=openai/gpt-5"), "error")) as [Event];
  expect(event.type).toBe("error");
  expect(chain.upstream.requests).toEqual([]);
});

/** As browsers do: they can send no header of their own. */
function openSocket(path: string): WebSocket {
  return new WebSocket(chain.url.replace("http", "ws") + path, [
    "realtime",
    `openai-insecure-api-key.${chain.masterKey}`,
  ]);
}

test("A pass-through that an admin added is open with the others", async () => {
  await chain.post("/health/forward", { text: SECRET });
  expect(chain.upstream.requests).toHaveLength(1);
});

test.each(["/v1/audio/speech", "/v1/files", "/v1/moderations", "/v1/responses/resp_1"])(
  "%s stays closed",
  async (path) => {
    const response = await chain.post(path, { model: "openai/x", input: SECRET });
    expect(response.status).toBe(403);
    expect(chain.upstream.requests).toEqual([]);
  },
);

test("What is masked stays masked, also where the path begins like an open one, or lies below an admin's pass-through", async () => {
  const messages = [{ role: "user", content: "see i-1234567890abcdef0" }];
  for (const path of ["/v1/chat/completions", "/openai/deployments/openai/gpt-4o/chat/completions"]) {
    await chain.post(path, { model: "openai/gpt-4o", messages });
  }
  expect(chain.upstream.requests).toHaveLength(2);
  expect(chain.upstream.requests.filter(({ body }) => body.includes("i-1234567890abcdef0"))).toEqual([]);
});

test("A name that is no kind of route ends the start, with those that are", async () => {
  const environment = {
    MASKER_API_KEY: "masker-0123456789abcdefghijklmnop",
    LITELLM_MASTER_KEY: "sk-master-0123456789abcdefghijklm",
    MASKER_OPAQUE_ROUTES: "files,everything",
  };
  const [outcome] = await callGateway([{ call: "settings.read_settings", arguments: [environment] }]);
  expect(outcome?.failed).toMatch(/MASKER_OPAQUE_ROUTES may name files, batches, .*pass_through/);
});
