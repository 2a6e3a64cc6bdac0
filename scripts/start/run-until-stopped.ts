import { SetupError } from "../setup-error.ts";
import type { Gateway } from "./start-gateway.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const PARENT_CHECK_MILLISECONDS = 1000;

class Stopped extends Error {
  override readonly name = "Stopped";
}

/**
 * Starts the gateway, announces it, and keeps it until a signal comes, the process that called us is gone, or a part has
 * ended for good; stops all of it in each case. Returns the exit code.
 */
export async function runUntilStopped(
  start: (abort: AbortSignal) => Promise<Gateway>,
  announce: (gateway: Gateway) => void,
): Promise<number> {
  const abort = stopSignal();
  const stopped = new Promise<null>((resolve) => abort.addEventListener("abort", () => resolve(null)));
  try {
    const gateway = await start(abort);
    announce(gateway);
    const failure = await Promise.race([gateway.failed, stopped]);
    console.log("\nStopping …");
    await gateway.stop();
    if (failure !== null) throw new SetupError(failure);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
  console.log("Stopped.");
  return 0;
}

/** Aborts on the first signal; the same one again changes nothing, for npm passes on what the terminal sent already. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = (why: string): void => controller.abort(new Stopped(why));
  for (const signal of SIGNALS) process.on(signal, () => stop(signal));
  const parent = process.ppid;
  const timer = setInterval(() => process.ppid !== parent && stop("parent gone"), PARENT_CHECK_MILLISECONDS);
  timer.unref();
  return controller.signal;
}
