import { beforeAll, expect, test } from "vitest";
import { callGateway } from "./call-gateway.ts";
import { type LitellmFacts, readLitellmFacts, readProviderCallers } from "./litellm-facts.ts";

interface RouteClass {
  readonly kind: "masked" | "counted" | "local" | "refused";
  readonly api: string;
  readonly known: boolean;
}

/** Among LiteLLM's own list of provider routes, these reach none: they tell what models and plugins there are. */
const TELLING =
  /^\/(v1\/)?(models|model\/info|model_group\/info|vector_store\/list|mcp\/tools)$|^\/cursor\/(v1\/)?models$|^\/claude-code\/|^\/utils\/model_info$/;

/** These ask a provider, but send it a text of LiteLLM's own, or only set up what other routes will send. */
const HARMLESS = [
  "/config/pass_through_endpoint",
  "/config/pass_through_endpoint/{endpoint_id}",
  "/health",
  "/health/services",
  "/health/shared-status",
  "/key/health",
];

let facts: LitellmFacts;

beforeAll(async () => {
  facts = await readLitellmFacts();
});

test("Every route that LiteLLM loads has a class of its own", async () => {
  const routes = facts.routes.filter(({ kind }) => kind.endsWith("Route") && kind !== "APIWebSocketRoute");
  expect(routes.length).toBeGreaterThan(900);
  const requests = routes.flatMap(({ path, methods }) => methods.map((method) => ({ method, path: fill(path) })));
  const classes = await classify(requests);
  expect(requests.filter((_, index) => classes[index]?.known !== true)).toStrictEqual([]);
});

test("Every mount is known to be without a provider, or refused", async () => {
  const mounts = facts.routes.filter(({ kind }) => kind === "Mount").map(({ path }) => path);
  const classes = await classify(mounts.map((path) => ({ method: "GET", path: `${path}/x` })));
  expect(Object.fromEntries(mounts.map((path, index) => [path, classes[index]?.kind]))).toStrictEqual({
    "/_next": "local",
    "/litellm-asset-prefix/_next": "local",
    "/ui": "local",
    "/swagger": "local",
    "/mcp": "refused",
  });
});

test("No route that LiteLLM counts among the providers' is open unmasked", async () => {
  const paths = [...facts.providerRoutes, ...facts.passThrough]
    .filter((path) => !TELLING.test(path))
    .map((path) => fill(path.replaceAll("*", "{rest}").replace(/\?.*/, "")));
  for (const method of ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"]) {
    const classes = await classify(paths.map((path) => ({ method, path })));
    const open = paths.filter((_, index) => classes[index]?.kind === "local");
    expect(open, method).toStrictEqual([]);
  }
});

test("No open route has code that sends what a client gives it to a provider", async () => {
  const callers = await readProviderCallers();
  expect(callers.length).toBeGreaterThan(100);
  const requests = callers.flatMap(([path, methods]) => methods.map((method) => ({ method, template: path })));
  const classes = await classify(requests.map(({ method, template }) => ({ method, path: fill(template) })));
  const open = requests.filter((_, index) => classes[index]?.kind === "local").map(({ template }) => template);
  expect([...new Set(open)].toSorted()).toStrictEqual(HARMLESS);
});

test("A provider route whose first segment may be anything stays closed under the name of an open one", async () => {
  const wild = facts.routes.filter(({ path }) => path.startsWith("/{"));
  expect(wild.length).toBeGreaterThan(5);
  const firsts = new Set(
    facts.routes.map(({ path }) => path.split("/")[1] ?? "").filter((first) => /^[\w.-]+$/.test(first)),
  );
  const requests = wild.flatMap(({ path, methods }) =>
    [...firsts].flatMap((first) =>
      methods.map((method) => ({ method, path: fill(path.replace(/^\/\{[^}]+\}/, `/${first}`)) })),
    ),
  );
  const classes = await classify(requests);
  const open = requests.filter((_, index) => classes[index]?.kind === "local").map(({ path }) => path);
  expect([...new Set(open)]).toStrictEqual([]);
});

test("Every name that LiteLLM refuses or removes is shown to it in the hollow", async () => {
  expect(facts.strippedNames.length).toBeGreaterThan(200);
  const shown = await callGateway(facts.strippedNames.map((name) => ({ call: "hollow.is_shown", arguments: [name] })));
  expect(facts.strippedNames.filter((_, index) => shown[index]?.value !== true)).toStrictEqual([]);
});

test.each([
  "i-1234567890abcdef0",
  "AKIAIOSFODNNEXAMPLE",
  "AKIA1234567890ABCDEF",
  "123456789012",
  "ip-10-0-1-17",
  "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY",
  "1234-5678-9012",
  "10.0.1.17",
  "a b",
  "sk-ant-api03-abcdefgh",
  "나",
])("An original as a field name is not shown: %s", async (name) => {
  const [outcome] = await callGateway([{ call: "hollow.is_shown", arguments: [name] }]);
  expect(outcome?.value).toBe(false);
});

test.each([
  ["POST", "/v1/messages", "masked"],
  ["POST", "//v1/messages", "refused"],
  ["POST", "/v1/messages/", "refused"],
  ["POST", "/V1/messages", "refused"],
  ["POST", "/v1/./messages", "refused"],
  ["POST", "/v1/messages\n", "refused"],
  ["POST", "/v1/messages/batches", "refused"],
  ["POST", "/v1/messages%2Fcount_tokens", "refused"],
  ["POST", "/anthropic/v1/messages", "refused"],
  ["POST", "/openai/deployments/gpt/chat/completions", "masked"],
  ["POST", "/openai/v1/chat/completions", "refused"],
  ["POST", "/key/v1/files", "refused"],
  ["OPTIONS", "/v1/messages", "local"],
  ["OPTIONS", "/anthropic/v1/messages", "refused"],
  ["HEAD", "/", "local"],
  ["GET", "/v1/responses/resp_1", "refused"],
  ["DELETE", "/v1/responses/resp_1", "refused"],
  ["POST", "/v1/responses/resp_1/cancel", "refused"],
  ["GET", "/v1/responses/resp_1/input_items", "refused"],
  ["POST", "/v1/responses/compact", "refused"],
  ["POST", "/v1/conversations", "refused"],
  ["POST", "", "refused"],
])("%s %j is %s", async (method, path, kind) => {
  const [found] = await classify([{ method, path }]);
  expect(found?.kind).toBe(kind);
});

test.each([
  ["/v1/files", ["files"]],
  ["/azure/v1/batches/b", ["batches", "pass_through"]],
  ["/v1/audio/speech", ["audio"]],
  ["/openai/deployments/dall-e/images/generations", ["images", "pass_through"]],
  ["/v1/realtime", ["realtime"]],
  ["/anthropic/v1/messages", ["pass_through"]],
  ["/v1/messages", []],
  ["/v1/responses/resp_1", []],
  ["/v1/vector_stores", []],
  ["/mcp/x", []],
])("%s is opened by naming %j, and by nothing else", async (path, kinds) => {
  const [found] = await callGateway([{ call: "classify_route.list_opaque_kinds", arguments: [path] }]);
  expect(found?.value).toEqual(kinds);
});

/** The template with something in the place of each parameter. */
function fill(template: string): string {
  return template.replaceAll(/\{[^}]+:path\}/g, "a/b").replaceAll(/\{[^}]+\}/g, "a");
}

async function classify(requests: readonly { method: string; path: string }[]): Promise<RouteClass[]> {
  const calls = requests.map(({ method, path }) => ({
    call: "classify_route.classify_route",
    arguments: [method, path],
  }));
  return (await callGateway(calls)).map(({ value }) => value as RouteClass);
}
