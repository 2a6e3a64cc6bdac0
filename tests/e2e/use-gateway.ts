import { inject } from "vitest";
import type { SharedGateway } from "./global-setup.ts";
import { type ProviderInUse, useProvider } from "./use-provider.ts";

export interface GatewayInUse extends ProviderInUse {
  readonly gateway: SharedGateway;
}

/** Puts the stand-in provider behind the shared gateway for the tests of one file. */
export function useGateway(): GatewayInUse {
  const gateway = inject("gateway");
  return Object.assign(useProvider(gateway.providerPort), { gateway });
}
