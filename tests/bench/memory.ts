import { startGateway } from "../e2e/gateway.ts";
import { startProvider } from "../e2e/provider/provider.ts";
import { measureMaskerFootprint, sayFootprint } from "./chain/masker-footprint.ts";
import { measurePackages } from "./memory/measure-packages.ts";

/**
 * How soon a masker is ready, and what it holds after 1,000 requests through the whole chain; `chain` ends with the same. Beside it, what
 * a server of the same packages holds that masks nothing.
 */
export async function run(): Promise<void> {
  const provider = await startProvider();
  try {
    const gateway = await startGateway({ providerUrl: provider.url, maskerEnv: { LOG_LEVEL: "info" } });
    try {
      console.log(sayFootprint(await measureMaskerFootprint(gateway, provider)));
    } finally {
      await gateway.stop();
    }
  } finally {
    await provider.stop();
  }
  const { loaded, after } = await measurePackages();
  console.log(`its packages alone: ${loaded.toFixed(0)} MB once loaded, ${after.toFixed(0)} MB after as many requests`);
}
