import { afterAll, afterEach, beforeAll, inject } from "vitest";
import type { SharedGateway } from "./global-setup.ts";
import { type Provider, startProvider } from "./provider/provider.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

export interface GatewayInUse {
  readonly gateway: SharedGateway;
  /** The provider behind the gateway; its records are dropped after each test. */
  readonly provider: Provider;
  /** A new home and project for Claude Code, disposed of after the test. */
  newWorkspace(): Promise<Workspace>;
}

/** Puts the stand-in provider behind the shared gateway for the tests of one file. */
export function useGateway(): GatewayInUse {
  const gateway = inject("gateway");
  const workspaces: Workspace[] = [];
  let provider: Provider | undefined;
  beforeAll(async () => {
    provider = await startProvider({ port: gateway.providerPort });
  });
  afterEach(async () => {
    provider?.forget();
    for (const workspace of workspaces.splice(0)) await workspace.dispose();
  });
  afterAll(() => provider?.stop());
  return {
    gateway,
    get provider() {
      if (provider === undefined) throw new Error("the provider runs only while a test does");
      return provider;
    },
    async newWorkspace() {
      const workspace = await createWorkspace();
      workspaces.push(workspace);
      return workspace;
    },
  };
}
