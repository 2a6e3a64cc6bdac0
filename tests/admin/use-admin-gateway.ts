import { afterAll, afterEach, beforeAll, inject } from "vitest";
import { type Provider, startProvider } from "../e2e/provider/provider.ts";
import { createWorkspace, type Workspace } from "../e2e/workspace.ts";
import type { SharedAdminGateway } from "./global-setup.ts";

export interface AdminGatewayInUse {
  readonly gateway: SharedAdminGateway;
  /** The provider behind the gateway; its records are dropped after each test. */
  readonly provider: Provider;
  /** A new home and project for Claude Code, disposed of after the test. */
  newWorkspace(): Promise<Workspace>;
  /** Calls LiteLLM's API with the master key; throws where it does not answer with 200. */
  manage<T>(path: string, body: object): Promise<T>;
}

/** Puts the stand-in provider behind the shared gateway with a database for the tests of one file. */
export function useAdminGateway(): AdminGatewayInUse {
  const gateway = inject("adminGateway");
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
    async manage(path, body) {
      const response = await fetch(`${gateway.url}${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${gateway.masterKey}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`${path} answers ${response.status}: ${await response.text()}`);
      return response.json() as never;
    },
  };
}
