import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROLES, type Right, type Role } from "../../masker-service/src/http/roles.ts";
import { parse } from "./parse.ts";
import { bearerOf, startApp } from "./start-app.ts";

let masker: Awaited<ReturnType<typeof startApp>>;
beforeAll(async () => {
  masker = await startApp();
});
afterAll(async () => {
  await masker.stop();
});

const send = (name: string, path: string, body: object) => masker.post(path, body, bearerOf(name));

/** What each right opens; a route that is in none of these must need no key. */
const OPENED: Readonly<Record<Right, readonly string[]>> = {
  read: ["get /patterns"],
  metrics: ["get /metrics"],
  mask: ["post /mask"],
  unmask: ["post /unmask"],
  guardrail: ["post /guardrail/request", "post /guardrail/response", "post /guardrail/stream"],
  admin: ["post /scopes/delete", "post /scopes/forget", "post /scopes/statistics"],
};

describe("a key of role", () => {
  test.each(Object.entries(ROLES) as [Role, readonly Right[]][])(
    "%s gets in exactly where it may",
    async (role, own) => {
      for (const [right, routes] of Object.entries(OPENED) as [Right, readonly string[]][]) {
        for (const route of routes) {
          const [method = "", path = ""] = route.split(" ");
          const body = method === "get" ? null : "{}";
          const headers = { "content-type": "application/json", ...bearerOf(role) };
          const { status } = await masker.app.request(path, { method: method.toUpperCase(), headers, body });
          expect([route, status === 403]).toEqual([route, !own.includes(right)]);
        }
      }
    },
  );

  test("no role opens a route that the table above has not, and the OpenAPI page names each route's right", async () => {
    const { paths } = await parse(await masker.get("/openapi.json"));
    const listed = Object.entries<Record<string, { security?: [{ bearer: string[] }] }>>(paths).flatMap(
      ([path, item]) =>
        Object.entries(item).map(([method, { security }]) => [`${method} ${path}`, security?.[0].bearer[0]] as const),
    );
    const expected = Object.entries(OPENED).flatMap(([right, routes]) =>
      routes.map((route) => [route, right] as const),
    );
    const open = ["get /health", "get /ready"].map((route) => [route, undefined] as const);
    expect(new Map(listed)).toEqual(new Map([...expected, ...open]));
  });

  test("mask alone is told which roles may unmask", async () => {
    const answer = await send("mask", "/unmask", { text: "ec2-001" });
    expect([answer.status, (await parse(answer)).error]).toEqual([
      403,
      { code: "forbidden", message: expect.stringMatching(/key mask has the role mask.*role unmask, gateway, admin/) },
    ]);
  });
});

describe("a scope", () => {
  test("is a key's own: what one masked another cannot restore", async () => {
    const masked = await parse(await send("unmask", "/mask", { text: "i-0123456789abcdef0" }));
    expect(masked).toMatchObject({ text: "ec2-001", scope: "client:unmask" });
    expect(await parse(await send("other", "/unmask", { text: "ec2-001" }))).toMatchObject({
      scope: "client:other",
      restored: 0,
      unknown: ["ec2-001"],
    });
    expect(await parse(await send("unmask", "/unmask", { text: "ec2-001" }))).toMatchObject({ restored: 1 });
  });

  test("is global for LiteLLM's key, as the README shows", async () => {
    const masked = await parse(await send("gateway", "/mask", { text: "stop i-1234567890abcdef0" }));
    expect(masked).toMatchObject({ text: "stop ec2-001", scope: "global" });
  });

  test.each(["gateway", "mask", "unmask"])("may not be chosen with key %s", async (name) => {
    const answer = await send(name, "/mask", { text: "x", scope: "team:other" });
    expect([answer.status, (await parse(answer)).error.code]).toEqual([403, "forbidden"]);
  });

  test("may be chosen with an admin's key", async () => {
    const answer = await send("admin", "/unmask", { text: "ec2-001", scope: "client:unmask" });
    expect(await parse(answer)).toMatchObject({ scope: "client:unmask", restored: 1 });
  });

  test("of a refused request is not touched", async () => {
    await send("unmask", "/unmask", { text: "ec2-001", scope: "team:untouched" });
    const { mappings } = await parse(await send("admin", "/scopes/statistics", { scope: "team:untouched" }));
    expect(mappings).toBe(0);
  });
});

describe("the audit log", () => {
  test("tells of each /unmask who, scope, kinds and counts, and no value", async () => {
    const scope = "team:audited";
    const text = "i-0aaaaaaaaaaaaaaa1 i-0aaaaaaaaaaaaaaa2 AKIA1234567890ABCDEF";
    const masked = await parse(await send("admin", "/mask", { text, scope }));
    await masker.post("/unmask", { text: `${masked.text} ec2-001 rds-777`, scope }, { "x-request-id": "req-7" });
    const entries = (await masker.audited()).filter((entry) => entry["scope"] === scope);
    expect(entries).toEqual([
      {
        audit: true,
        action: "unmask",
        who: "admin",
        role: "admin",
        scope,
        requestId: "req-7",
        kinds: { ec2: 2, iam: 1 },
        count: 4,
        unknown: 1,
        timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      },
    ]);
    expect(JSON.stringify(await masker.audited())).not.toMatch(/i-0a|AKIA/);
  });

  test("that cannot be written keeps originals back", async () => {
    const scope = "team:unwritten";
    await send("admin", "/mask", { text: "i-0bbbbbbbbbbbbbbb1", scope });
    const intact = await masker.blockAudit();
    const answer = await send("admin", "/unmask", { text: "ec2-001", scope });
    await intact();
    expect(answer.status).toBe(500);
    expect(await answer.text()).toMatch(/audit: the log cannot be written \(EISDIR\)/);
    expect((await send("admin", "/unmask", { text: "ec2-001", scope })).status).toBe(200);
  });
});
