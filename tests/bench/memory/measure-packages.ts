import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MASKER_ARGUMENTS, maskerNodeEnvironment } from "../../../scripts/start/masker-arguments.ts";
import { freePort } from "../../e2e/chain/free-port.ts";
import { type Service, startService } from "../../e2e/chain/start-service.ts";
import { whyNotOk } from "../../e2e/chain/why-not-ok.ts";
import { startRedis } from "../../store/redis-server.ts";
import { FOOTPRINT_REQUESTS, footprintWorkload, readResident } from "../chain/masker-footprint.ts";
import { makeQuestion } from "../chain/workload.ts";

const SERVER = fileURLToPath(new URL("packages-server.ts", import.meta.url));
const READY_WITHIN_MS = 30_000;
/** The masker collects its garbage a second after the start, and so does this. */
const SETTLED_MS = 3_000;

/** Resident megabytes of a server that is made of the masker's packages and does nothing: loaded, and after as many requests as the masker had. */
export async function measurePackages(): Promise<{ readonly loaded: number; readonly after: number }> {
  const directory = await mkdtemp(join(tmpdir(), "masker-packages-"));
  const redis = await startRedis();
  const port = await freePort();
  const start = (): Promise<Service> =>
    startService({
      name: "packages-server",
      command: process.execPath,
      args: [...MASKER_ARGUMENTS.slice(0, -1), SERVER, String(port), redis.url],
      cwd: directory,
      log: join(directory, "log"),
      readyWithinMs: READY_WITHIN_MS,
      whyNotReady: () => whyNotOk(`http://127.0.0.1:${port}/`),
      env: { PATH: process.env["PATH"] ?? "", ...maskerNodeEnvironment(join(directory, "compile-cache")) },
    });
  try {
    await (await start()).stop(); // fills the compile cache
    const server = await start();
    try {
      await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
      const loaded = await readResident(server.pid);
      for (let request = 0; request < FOOTPRINT_REQUESTS; request++) {
        const { body } = makeQuestion(footprintWorkload(request), request);
        // The masker has two for each of the chain's: what is asked, and what is answered.
        for (let half = 0; half < 2; half++) await echo(`http://127.0.0.1:${port}/`, body);
      }
      return { loaded, after: await readResident(server.pid) };
    } finally {
      await server.stop();
    }
  } finally {
    await redis.stop();
    await rm(directory, { recursive: true });
  }
}

async function echo(url: string, body: string): Promise<void> {
  const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  if (!answer.ok || (await answer.text()).length < body.length) throw new Error(`echoed nothing: ${answer.status}`);
}
