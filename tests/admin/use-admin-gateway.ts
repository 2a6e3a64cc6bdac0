import { inject } from "vitest";
import { type ProviderInUse, useProvider } from "../e2e/use-provider.ts";
import type { SharedAdminGateway } from "./global-setup.ts";

export interface AdminGatewayInUse extends ProviderInUse {
  readonly gateway: SharedAdminGateway;
  /** Calls LiteLLM's API with the master key; throws where it does not answer with 200. */
  manage<T>(path: string, body: object): Promise<T>;
}

/** Puts the stand-in provider behind the shared gateway with a database for the tests of one file. */
export function useAdminGateway(): AdminGatewayInUse {
  const gateway = inject("adminGateway");
  const manage = async <T>(path: string, body: object): Promise<T> => {
    const response = await fetch(`${gateway.url}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${gateway.masterKey}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answers ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  return Object.assign(useProvider(gateway.providerPort), { gateway, manage });
}
