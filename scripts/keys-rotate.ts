import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { MaskerError } from "../masker-service/src/errors.ts";
import { rotateKeys } from "../masker-service/src/store/rotate-keys.ts";
import { runStep } from "./progress.ts";
import { runCommand } from "./run-command.ts";
import { SetupError } from "./setup-error.ts";
import { readCommandLine } from "./start/command-line.ts";
import { readSettings, type Settings } from "./start/read-settings.ts";

const STEPS = `To rotate, with every masker restarted between the steps:
  1. MASKER_ENCRYPTION_KEY=old  MASKER_PREVIOUS_ENCRYPTION_KEYS=new   all workers know the new key
  2. MASKER_ENCRYPTION_KEY=new  MASKER_PREVIOUS_ENCRYPTION_KEYS=old   all workers use it
  3. npm run keys:rotate, until it says that nothing was left
  4. MASKER_PREVIOUS_ENCRYPTION_KEYS=                                  the old key is gone`;

await runCommand(async () => {
  const { envFile, dataDirectory } = readCommandLine(process.argv.slice(2));
  const settings = readSettings(envFile, process.env);
  const encryptionKeys = [
    settings.environment["MASKER_ENCRYPTION_KEY"] ?? "",
    ...(settings.environment["MASKER_PREVIOUS_ENCRYPTION_KEYS"] ?? "").split(",").filter((key) => key !== ""),
  ];
  if (encryptionKeys.length < 2) throw new SetupError(`There is one key only, so nothing to rotate.\n${STEPS}`);
  const { rotated, mappings, unreadable } = await runStep("Mappings put under the newest key", async (note) => {
    const url = findRedis(settings, dataDirectory);
    return rotateKeys({
      url,
      encryptionKeys,
      onScope: (so) => note(`${so.rotated} of ${so.mappings}, in ${so.scopes} scopes`),
    }).catch(explain);
  });
  if (unreadable > 0) {
    console.log(`${unreadable} of ${mappings} are under a key that is not configured. Add it, and run this again.`);
    return 1;
  }
  console.log(rotated === 0 ? "Nothing was left: the older keys can go." : "Run this again until nothing is left.");
  return 0;
});

/** REDIS_URL, else the Redis that npm start runs. */
function findRedis({ redis }: Settings, dataDirectory: string): string {
  if (redis.url !== undefined) return redis.url;
  const portFile = path.join(dataDirectory, "redis/port");
  if (!existsSync(portFile)) throw new SetupError("Redis: REDIS_URL is empty, and npm start has not run one yet.");
  return `redis://:${encodeURIComponent(redis.password)}@127.0.0.1:${readFileSync(portFile, "utf8")}`;
}

function explain(error: unknown): never {
  throw error instanceof MaskerError ? new SetupError(error.message, { cause: error }) : error;
}
