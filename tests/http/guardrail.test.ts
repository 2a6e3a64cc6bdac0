import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createGuardrail, type Masker } from "./ask-guardrail.ts";
import { parse } from "./parse.ts";
import { startApp } from "./start-app.ts";

let masker: Masker;
beforeAll(async () => {
  masker = await startApp();
});
afterAll(async () => {
  await masker.stop();
});

const { mask, restore } = createGuardrail(() => masker);

describe("/guardrail/request", () => {
  test("changes nothing but the literals that hold a value: numbers, spaces, order and doubles stay", async () => {
    const body = '{ "n": 12345678901234567890, "f": 1.0,\t"a": "i-0123456789abcdef0\\u00e9", "a": "\\/x", "n":1e400 }';
    const answer = await (await mask(body)).text();
    const masked = body.replace("i-0123456789abcdef0", "ec2-001");
    expect(answer).toMatch(/^\{"ticket":"[\w-]+","body":/);
    expect(answer.slice(answer.indexOf('"body":') + 7, -1)).toBe(masked);
  });

  test("answers 204 without a body where nothing is found", async () => {
    const answer = await mask({ messages: [{ role: "user", content: "hello" }] });
    expect([answer.status, await answer.text()]).toEqual([204, ""]);
  });

  test("masks keys, unknown block types, and JSON in a string, under one placeholder per value", async () => {
    const id = "i-0aaaaaaaaaaaaaaa9";
    const { body } = await parse(
      await mask({ [id]: 1, blocks: [{ type: "of-tomorrow", deep: [{ x: id }] }], json: JSON.stringify({ id }) }),
    );
    const placeholder = Object.keys(body)[0];
    expect(placeholder).toMatch(/^ec2-\d{3}$/);
    expect(body).toEqual({
      [placeholder ?? ""]: 1,
      blocks: [{ type: "of-tomorrow", deep: [{ x: placeholder }] }],
      json: JSON.stringify({ id: placeholder }),
    });
  });

  test("learns a name from one string and masks it in those before and after", async () => {
    const { body } = await parse(
      await mask({ messages: ["why is acme-prod-logs empty?", "aws s3 ls s3://acme-prod-logs/", "acme-prod-logs!"] }),
    );
    expect(body.messages).toEqual(["why is bucket-001 empty?", "aws s3 ls s3://bucket-001/", "bucket-001!"]);
  });

  test("leaves thinking as it is, also after every mapping is gone", async () => {
    const thinking = { type: "thinking", thinking: "look at ec2-001 and lit-002", signature: "s" };
    const body = { messages: [{ content: "i-0bbbbbbbbbbbbbbb9" }, { content: [thinking] }] };
    const before = await parse(await mask(body));
    await masker.redis.cli("FLUSHALL");
    const after = await parse(await mask(body));
    expect([before.body.messages[1], after.body.messages[1]]).toEqual([body.messages[1], body.messages[1]]);
  });

  test("stores nothing in throwaway mode, and starts its numbers anew", async () => {
    const before = await masker.redis.cli("DBSIZE");
    const headers = { "x-masker-mode": "throwaway", "x-masker-scope": "team:unheard-of" };
    const { body } = await parse(await mask({ text: "i-0ccccccccccccccc9" }, headers));
    expect(body).toEqual({ text: "ec2-001" });
    expect(await masker.redis.cli("DBSIZE")).toBe(before);
  });

  test.each([
    ["no JSON", '{"a": "i-0ddddddddddddddd9"', {}, 400, /line 1 column/],
    ["no scope", "{}", { "x-masker-scope": "" }, 400, /x-masker-scope/],
    ["an API that is not known", "{}", { "x-masker-api": "soap" }, 400, /x-masker-api/],
  ])("refuses %s, naming the place and no value", async (_case, body, headers, status, message) => {
    const answer = await mask(body, headers);
    expect(answer.status).toBe(status);
    const { error } = await parse(answer);
    expect(error.message).toMatch(message);
    expect(error.message).not.toMatch(/i-0d|soap/);
  });

  test("is 503 with what to do while Redis is away, and works again when it is back", async () => {
    await masker.redis.kill();
    const down = await mask({ text: "i-0eeeeeeeeeeeeeee9" });
    expect([down.status, down.headers.get("retry-after")]).toEqual([503, "1"]);
    expect((await parse(down)).error).toMatchObject({ code: "store_down" });
    await masker.redis.restart();
    await expect.poll(async () => (await mask({ text: "i-0eeeeeeeeeeeeeee9" })).status, { timeout: 30_000 }).toBe(200);
  });
});

describe("/guardrail/response and /guardrail/stream", () => {
  const id = "i-0fffffffffffffff9";
  const ticketOf = async (scope: string) => (await parse(await mask({ text: id }, { "x-masker-scope": scope }))).ticket;

  test("restore what the ticket's request held, escaped where JSON stands in a string", async () => {
    const key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----";
    const answer = await parse(await mask({ text: key }, { "x-masker-scope": "team:quoted" }));
    const placeholder = /\w+-001/.exec(answer.body.text)?.[0] ?? "";
    const body = {
      choices: [{ message: { tool_calls: [{ function: { arguments: JSON.stringify({ x: placeholder }) } }] } }],
    };
    const restored = JSON.parse(await restore("response", answer.ticket, JSON.stringify(body), "openai-chat"));
    expect(JSON.parse(restored.choices[0].message.tool_calls[0].function.arguments)).toEqual({ x: key });
  });

  test("leave a placeholder that the ticket does not hold, though its scope has it", async () => {
    await mask({ text: "i-0fffffffffffffff1 i-0fffffffffffffff2" }, { "x-masker-scope": "team:two" });
    const { ticket } = await parse(await mask({ text: "i-0fffffffffffffff1" }, { "x-masker-scope": "team:two" }));
    expect(await restore("response", ticket, '["ec2-001", "ec2-002"]')).toBe('["i-0fffffffffffffff1", "ec2-002"]');
  });

  test("restore an answer that is no JSON as a text", async () => {
    expect(await restore("response", await ticketOf("team:page"), "<p>no ec2-001")).toBe(`<p>no ${id}`);
  });

  test("restore a stream whose placeholder is cut over two deltas", async () => {
    const delta = (text: string) =>
      `event: content_block_delta\ndata: ${JSON.stringify({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } })}\n\n`;
    const restored = await restore("stream", await ticketOf("team:stream"), delta("stop ec2-0") + delta("01 now"));
    const texts = [...restored.matchAll(/"text":"([^"]*)"/g)].map(([, text]) => text);
    expect(texts.join("")).toBe(`stop ${id} now`);
  });

  test.each([
    ["anthropic", { usage: { cache_read_input_tokens: 700, cache_creation_input_tokens: 30 } }, 700, 30],
    ["openai-chat", { usage: { prompt_tokens_details: { cached_tokens: 41 }, cache_read_input_tokens: 41 } }, 41, 0],
    [
      "openai-responses",
      { type: "response.completed", response: { usage: { input_tokens_details: { cached_tokens: 5 } } } },
      5,
      0,
    ],
    ["gemini", { usageMetadata: { cachedContentTokenCount: 9 } }, 9, 0],
  ])("count what %s reports of its prompt cache, once, whole and streamed", async (api, answer, read, written) => {
    const counted = async (direction: string) => {
      const text = await (await masker.get("/metrics")).text();
      const line = new RegExp(`masker_provider_cache_tokens_total\\{api="${api}",direction="${direction}"\\} (\\d+)`);
      return Number(line.exec(text)?.[1] ?? 0);
    };
    const before = [await counted("read"), await counted("written")];
    const ticket = await ticketOf("team:cache");
    await restore("response", ticket, JSON.stringify(answer), api);
    await restore("stream", ticket, `data: ${JSON.stringify(answer)}\n\n`.repeat(3), api);
    const after = [await counted("read"), await counted("written")];
    expect(after.map((each, at) => each - (before[at] ?? 0))).toEqual([2 * read, 2 * written]);
  });

  test("refuse a ticket that is forged, and one that is missing", async () => {
    const ticket = await ticketOf("team:forged");
    const forged = `${ticket.slice(0, -2)}${ticket.endsWith("AA") ? "BB" : "AA"}`;
    expect(await restore("response", forged, "{}")).toMatch(/"code":"refused".*ticket: it is forged/);
    expect((await masker.post("/guardrail/response", "{}", { "x-masker-api": "anthropic" })).status).toBe(400);
  });
});
