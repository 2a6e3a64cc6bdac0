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

/** A counter by its name with labels; 0 if it is not there. */
export async function readMetric(masker: Masker, name: string): Promise<number> {
  const lines = (await (await masker.get("/metrics")).text()).split("\n");
  return Number(lines.find((line) => line.startsWith(`${name} `))?.slice(name.length) ?? 0);
}
