import { afterAll, afterEach, beforeAll } from "vitest";
import { type Provider, startProvider } from "./provider/provider.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

export interface ProviderInUse {
  /** The provider behind the gateway; its records are dropped after each test. */
  readonly provider: Provider;
  /** A new home and project for Claude Code, disposed of after the test. */
  newWorkspace(): Promise<Workspace>;
}

/** Runs the stand-in provider on a port, where a shared gateway expects it, for the tests of one file. */
export function useProvider(port: number): ProviderInUse {
  const workspaces: Workspace[] = [];
  let provider: Provider | undefined;
  beforeAll(async () => {
    provider = await startProvider({ port });
  });
  afterEach(async () => {
    provider?.forget();
    for (const workspace of workspaces.splice(0)) await workspace.dispose();
  });
  afterAll(() => provider?.stop());
  return {
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
