import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askGuardrail, readMetric, type Masker, type RequestWithPolicy } from "./ask-guardrail.ts";
import { parse } from "./parse.ts";
import { API_KEY, startApp } from "./start-app.ts";

const ID = "i-0aaaaaaaaaaaaaaa7";
const EMAIL = "jane.doe@corp.example.io";
const IMAGE = { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBORw0KGgo".repeat(8) } };

let masker: Masker;
beforeAll(async () => {
  masker = await startApp({ minimum: ["audit"] });
});
afterAll(async () => {
  await masker.stop();
});

const ask = (...request: RequestWithPolicy) => askGuardrail(masker, ...request);
const metric = (name: string) => readMetric(masker, name);

describe("a policy sent with a request", () => {
  test("applies, and stands in a header of the answer, also where nothing was found", async () => {
    const answer = await ask({ text: `${ID} ${EMAIL}` }, { key: { profile: "strict" } });
    expect((await parse(answer)).body.text).toMatch(/^ec2-\d+ email-\d+$/);
    expect(answer.headers.get("x-masker-policy")).toBe("profile=strict; audit=off; images=allow; guard=warn");
    const nothing = await ask({ text: "hello" });
    expect([nothing.status, nothing.headers.get("x-masker-policy")]).toEqual([
      204,
      "profile=default; audit=off; images=allow; guard=warn",
    ]);
  });

  test("chooses the profile of each request; a value has one placeholder in all", async () => {
    const of = async (profile: string) =>
      (await parse(await ask({ text: `${ID} AKIA1234567890ABCDEF` }, { key: { profile } }))).body.text;
    const [secrets, all] = [await of("secrets"), await of("default")];
    const key = /iam-\d+/.exec(secrets)?.[0];
    expect(secrets).toBe(`${ID} ${key}`);
    expect(all).toMatch(new RegExp(`^ec2-\\d+ ${key}$`));
  });

  test("cannot weaken a minimum: audit stays off, and the value is masked", async () => {
    const answer = await ask({ text: ID }, { team: { audit: true }, key: { audit: true } });
    expect((await parse(answer)).body.text).toMatch(/^ec2-\d+$/);
    expect(answer.headers.get("x-masker-policy")).toContain("audit=off");
    expect(masker.lines.filter((line) => line.includes('"raised":["audit"]'))).not.toEqual([]);
  });

  test.each([
    ["a value there is none of", { key: { profile: "lax" } }, /policy of the key/],
    ["a field there is none of", { team: { masking: "off" } }, /policy of the team.*masking/],
    ["no object", { team: "strict" }, /policy of the team/],
  ])("with %s is 422, and nothing is masked or stored", async (_case, policy, message) => {
    const before = await masker.redis.cli("DBSIZE");
    const answer = await ask({ text: "i-0bbbbbbbbbbbbbbb7" }, policy, { "x-masker-scope": "team:malformed" });
    expect(answer.status).toBe(422);
    expect((await parse(answer)).error).toMatchObject({ code: "blocked", message: expect.stringMatching(message) });
    expect(await masker.redis.cli("DBSIZE")).toBe(before);
  });

  test("that is no JSON is 400", async () => {
    expect((await ask({ text: ID }, "strict")).status).toBe(400);
  });

  test("is not read from the body", async () => {
    const body = { text: ID, metadata: { masker: { audit: true, profile: "secrets" } }, masker: { audit: true } };
    const answer = await ask(body);
    expect((await parse(answer)).body.text).toMatch(/^ec2-\d+$/);
    expect(answer.headers.get("x-masker-policy")).toBe("profile=default; audit=off; images=allow; guard=warn");
  });
});

describe("images", () => {
  const body = { messages: [{ role: "user", content: [IMAGE, { type: "text", text: "what is it?" }] }] };

  test("pass where the policy allows them, counted by kind", async () => {
    expect((await ask(body)).status).toBe(204);
    expect(await metric('masker_media_total{kind="image",policy="allow"}')).toBe(1);
  });

  test("are refused with what to do where it does not, before anything is stored", async () => {
    const before = await masker.redis.cli("DBSIZE");
    const answer = await ask(
      { ...body, system: "i-0cccccccccccccc77" },
      { key: { images: "block" } },
      { "x-masker-scope": "team:images" },
    );
    expect(answer.status).toBe(422);
    expect((await parse(answer)).error).toMatchObject({
      code: "blocked",
      message: expect.stringMatching(/1 image.*as text/),
    });
    expect(await metric('masker_media_total{kind="image",policy="block"}')).toBe(1);
    expect(await masker.redis.cli("DBSIZE")).toBe(before);
  });

  test("are refused in counting tokens as well", async () => {
    const answer = await ask(body, { key: { images: "block" } }, { "x-masker-mode": "throwaway" });
    expect(answer.status).toBe(422);
  });
});

describe("the guard of placeholders that were never issued", () => {
  const call = (id: string) => ({ content: [{ type: "tool_use", id: "t", name: "stop", input: { id } }] });
  const delta = (json: string) =>
    `event: content_block_delta\ndata: ${JSON.stringify({ type: "content_block_delta", index: 0, delta: { type: "input_json_delta", partial_json: json } })}\n\n`;
  const ticketOf = async (guard: string, text = ID) => (await parse(await ask({ text }, { key: { guard } }))).ticket;
  const restore = async (route: string, ticket: string, body: object | string) =>
    masker.post(`/guardrail/${route}`, body, { "x-masker-ticket": ticket, "x-masker-api": "anthropic" });

  test("that warns leaves the call, counts and logs it", async () => {
    const answer = await restore("response", await ticketOf("warn"), call("ec2-987"));
    expect(await answer.json()).toEqual(call("ec2-987"));
    expect(await metric('masker_unissued_in_calls_total{guard="warn"}')).toBe(1);
    expect(masker.lines.some((line) => line.includes('"event":"unissued"') && line.includes("ec2-987"))).toBe(true);
  });

  test("that blocks refuses the call with the reason, whole and streamed", async () => {
    const ticket = await ticketOf("block");
    const whole = await restore("response", ticket, call("ec2-987"));
    expect([whole.status, (await parse(whole)).error]).toEqual([
      422,
      { code: "blocked", message: expect.stringContaining("ec2-987") },
    ]);
    const streamed = await (await restore("stream", ticket, delta('{"id":"ec2-') + delta('987"}'))).text();
    expect(streamed).toMatch(/^event: error\ndata: .*invalid_request_error.*ec2-987/);
    expect(await metric('masker_unissued_in_calls_total{guard="block"}')).toBe(2);
  });

  test("that blocks ends the stream at once, though the provider goes on", async () => {
    const provider = new TransformStream<Uint8Array, Uint8Array>();
    const answer = await masker.app.request("/guardrail/stream", {
      method: "POST",
      headers: {
        authorization: `Bearer ${API_KEY}`,
        "x-masker-ticket": await ticketOf("block"),
        "x-masker-api": "anthropic",
      },
      body: provider.readable,
      duplex: "half",
    });
    const writer = provider.writable.getWriter();
    const sent = writer.write(Buffer.from(delta('{"id":"ec2-987"}')));
    expect(await answer.text()).toMatch(/^event: error\ndata: .*ec2-987/);
    await sent;
    await expect(writer.closed).rejects.toThrow("terminated");
    expect(await metric('masker_requests_working{lane="stream"}')).toBe(0);
  });

  test("that blocks lets issued ones pass, restored", async () => {
    const answer = await parse(await ask({ text: ID }, { key: { guard: "block" } }));
    expect(await (await restore("response", answer.ticket, call(answer.body.text))).json()).toEqual(call(ID));
  });

  test("that blocks reads the answer to a request in which nothing was found", async () => {
    const body = '{ "text":  "hello", "n": 1.0 }';
    const answer = await masker.post("/guardrail/request", body, {
      "x-masker-scope": "team:policy",
      "x-masker-api": "anthropic",
      "x-masker-policy": '{"key": {"guard": "block"}}',
    });
    const text = await answer.text();
    expect(text.slice(text.indexOf('"body":') + 7, -1)).toBe(body);
    expect((await restore("response", JSON.parse(text).ticket, call("ec2-987"))).status).toBe(422);
  });
});
