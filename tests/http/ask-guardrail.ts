import type { startApp } from "./start-app.ts";

export type Masker = Awaited<ReturnType<typeof startApp>>;

/** A body, what team and key say, and more headers. */
export type RequestWithPolicy = [body: object, policy?: object | string, headers?: Record<string, string>];

export function askGuardrail(masker: Masker, ...[body, policy, headers]: RequestWithPolicy) {
  return masker.post("/guardrail/request", body, {
    "x-masker-scope": "team:policy",
    "x-masker-api": "anthropic",
    ...(policy !== undefined && { "x-masker-policy": typeof policy === "string" ? policy : JSON.stringify(policy) }),
    ...headers,
  });
}

/** What the tests of masking and restoring ask of a masker, which is there once they run. */
export function createGuardrail(masker: () => Masker) {
  return {
    mask: (body: string | object, headers: Record<string, string> = {}) =>
      masker().post("/guardrail/request", body, {
        "x-masker-scope": "team:a",
        "x-masker-api": "anthropic",
        ...headers,
      }),
    restore: async (route: "response" | "stream", ticket: string, body: string, api = "anthropic") =>
      (await masker().post(`/guardrail/${route}`, body, { "x-masker-ticket": ticket, "x-masker-api": api })).text(),
  };
}

/** A counter by its name with labels; 0 if it is not there. */
export async function readMetric(masker: Masker, name: string): Promise<number> {
  const lines = (await (await masker.get("/metrics")).text()).split("\n");
  return Number(lines.find((line) => line.startsWith(`${name} `))?.slice(name.length) ?? 0);
}
