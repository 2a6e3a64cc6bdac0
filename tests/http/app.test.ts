import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "./parse.ts";
import { API_KEY, startApp } from "./start-app.ts";

let masker: Awaited<ReturnType<typeof startApp>>;
beforeAll(async () => {
  masker = await startApp();
});
afterAll(async () => {
  await masker.stop();
});

describe("/mask and /unmask", () => {
  test("mask the sentence of the README and restore it", async () => {
    const text = "EC2 인스턴스 i-1234567890abcdef0와 IAM 키 AKIA1234567890ABCDEF 분석해줘";
    const masked = await parse(await masker.post("/mask", { text, scope: "team:readme" }));
    expect(masked).toEqual({
      text: "EC2 인스턴스 ec2-001와 IAM 키 iam-001 분석해줘",
      scope: "team:readme",
      found: [
        { kind: "ec2-instance", placeholder: "ec2-001", start: 9, end: 28 },
        { kind: expect.any(String), placeholder: "iam-001", start: 36, end: 56 },
      ],
    });
    const restored = await masker.post("/unmask", { text: masked.text, scope: "team:readme" });
    expect(await restored.json()).toEqual({ text, scope: "team:readme", restored: 2, unknown: [] });
  });

  test("give a value the same placeholder again, and another scope its own", async () => {
    const mask = async (text: string, scope: string) => (await parse(await masker.post("/mask", { text, scope }))).text;
    expect(await mask("i-0aaaaaaaaaaaaaaa1 i-0aaaaaaaaaaaaaaa2", "user:a")).toBe("ec2-001 ec2-002");
    expect(await mask("i-0aaaaaaaaaaaaaaa2", "user:a")).toBe("ec2-002");
    expect(await mask("i-0aaaaaaaaaaaaaaa2", "user:b")).toBe("ec2-001");
  });

  test("restore no placeholder of another scope, and name it as unknown", async () => {
    await masker.post("/mask", { text: "i-0bbbbbbbbbbbbbbb1", scope: "user:mine" });
    const answer = await parse(await masker.post("/unmask", { text: "stop ec2-001", scope: "user:other" }));
    expect(answer).toEqual({ text: "stop ec2-001", scope: "user:other", restored: 0, unknown: ["ec2-001"] });
  });

  test("bring a typed look-alike back as it was typed", async () => {
    const text = "host ec2-001 is i-0ccccccccccccccc1";
    const masked = await parse(await masker.post("/mask", { text, scope: "user:typed" }));
    expect(masked.text).toBe("host lit-001 is ec2-001");
    const restored = await parse(await masker.post("/unmask", { text: masked.text, scope: "user:typed" }));
    expect(restored.text).toBe(text);
  });
});

describe("bad input", () => {
  const refused = async (answer: Response) => ({ status: answer.status, ...(await parse(answer)).error });

  test.each([
    ["no key", {}],
    ["a wrong key", { authorization: "Bearer nope" }],
    ["another scheme", { authorization: `Basic ${API_KEY}` }],
  ])("with %s is 401 and says which header to send", async (_case, headers) => {
    const answer = await masker.app.request("/mask", { method: "POST", headers, body: "{}" });
    expect(await refused(answer)).toMatchObject({
      status: 401,
      code: "unauthorized",
      message: /authorization: .*MASKER_API_KEY/,
    });
  });

  test.each([
    ["not JSON", "{", "bad_json", /body/],
    ["no text", {}, "bad_request", /text/],
    ["a text of another type", { text: 7 }, "bad_request", /text/],
    ["an empty scope", { text: "", scope: "" }, "bad_request", /scope/],
  ])("with %s is 400 and names the field", async (_case, body, code, message) => {
    expect(await refused(await masker.post("/mask", body))).toMatchObject({ status: 400, code, message });
  });

  test.each([
    ["that of curl's -d", { "content-type": "application/x-www-form-urlencoded" }],
    ["none", {}],
  ])("with another content type, %s, is 400 and says which to send", async (_case, headers) => {
    const body = new TextEncoder().encode('{"text": "x"}'); // a string would bring a content type of its own
    const all = { authorization: masker.authorization, ...headers };
    const answer = await masker.app.request("/mask", { method: "POST", headers: all, body });
    expect(await refused(answer)).toMatchObject({ status: 400, code: "bad_json", message: /application\/json/ });
  });

  test("over the limit is 413 and names the setting", async () => {
    const answer = await masker.post("/mask", { text: "x".repeat(1_000_001) });
    expect(await refused(answer)).toMatchObject({ status: 413, code: "too_large", message: /MASKER_BODY_LIMIT_BYTES/ });
  });

  test("on an unknown route is 404", async () => {
    expect(await refused(await masker.post("/masks", {}))).toMatchObject({ status: 404, code: "not_found" });
  });
});

describe("what operators read", () => {
  test("health and ready need no key; everything else does", async () => {
    for (const path of ["/health", "/ready"]) expect((await masker.app.request(path)).status).toBe(200);
    for (const path of ["/metrics", "/patterns", "/openapi.json"]) {
      expect((await masker.app.request(path)).status).toBe(401);
      expect((await masker.get(path)).status).toBe(200);
    }
  });

  test("the OpenAPI page has every route, made from the schemas that validate", async () => {
    const page = await parse(await masker.get("/openapi.json"));
    expect(Object.keys(page.paths).toSorted()).toEqual(
      [
        "guardrail/request",
        "guardrail/response",
        "guardrail/stream",
        "health",
        "mask",
        "metrics",
        "patterns",
        "ready",
        "scopes/delete",
        "scopes/forget",
        "scopes/statistics",
        "unmask",
      ].map((path) => `/${path}`),
    );
    expect(page.paths["/mask"].post.requestBody.content["application/json"].schema.required).toEqual(["text"]);
  });

  test("the patterns list kinds with their prefix and examples", async () => {
    const { patterns } = await parse(await masker.get("/patterns"));
    expect(patterns.length).toBeGreaterThan(25);
    expect(patterns).toContainEqual(expect.objectContaining({ kind: "ec2-instance", prefix: "ec2", on: true }));
  });

  test("metrics count what was found by kind and never hold a value or a scope", async () => {
    await masker.post("/mask", { text: "i-0ddddddddddddddd1", scope: "user:metrics-scope" });
    const text = await (await masker.get("/metrics")).text();
    expect(text).toMatch(/masker_found_total\{kind="ec2-instance"\} [1-9]/);
    expect(text).toMatch(/masker_requests_total\{route="\/mask",status="200"\} [1-9]/);
    expect(text).not.toMatch(/i-0d|metrics-scope/);
  });

  test("one event tells of each masking: id, scope, kinds, counts, bytes and time", async () => {
    const asked = { "x-request-id": "log-1" };
    const direct = await masker.post("/mask", { text: "é i-0eeeeeeeeeeeeeee1", scope: "user:log" }, asked);
    expect(direct.headers.get("x-request-id")).toBe("log-1");
    const headers = { ...asked, "x-masker-scope": "user:log", "x-masker-api": "anthropic" };
    await masker.post("/guardrail/request", { a: "i-0eeeeeeeeeeeeeee1", b: "i-0eeeeeeeeeeeeeee2" }, headers);
    const events = masker.lines
      .map((line) => JSON.parse(line) as { requestId?: string })
      .filter((line) => line.requestId === "log-1");
    const common = { event: "masked", scope: "user:log", learned: 0, milliseconds: expect.any(Number) };
    expect(events).toEqual([
      expect.objectContaining({ ...common, who: "admin", kinds: { "ec2-instance": 1 }, bytes: 22 }),
      expect.objectContaining({ ...common, api: "anthropic", kinds: { "ec2-instance": 2 }, bytes: 53 }),
    ]);
  });

  test("a request without an id is given one", async () => {
    const answer = await masker.post("/mask", { text: "x", scope: 7 });
    const id = answer.headers.get("x-request-id") ?? "";
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(masker.lines.at(-1)).toContain(id);
  });

  test("the log holds no value, whatever was sent", async () => {
    await masker.post("/mask", '{"text": "AKIA1234567890ABCDEF", "scope": 7}');
    await masker.post("/mask", '{"text": "AKIA1234567890ABCDEF"');
    await masker.post("/AKIA1234567890ABCDEF", {});
    expect(masker.lines.join("\n")).toContain('"event":"refused"');
    expect(masker.lines.join("\n")).not.toContain("AKIA");
  });
});
