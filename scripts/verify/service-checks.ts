import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { failureOfRedis } from "../start/failure-of-redis.ts";
import { httpAddress } from "../start/http-address.ts";
import type { Settings } from "../start/read-settings.ts";
import { tryGet } from "../start/try-get.ts";
import { type Check, failed, type Finding, ok } from "./check.ts";

/** Redis and the masker, which only this machine can reach. */
export function serviceChecks(settings: Settings, dataDirectory: string): Check[] {
  return [
    { name: "Redis", run: () => checkRedis(settings, dataDirectory) },
    { name: "Masker", run: () => checkMasker(settings) },
  ];
}

async function checkRedis({ redis }: Settings, dataDirectory: string): Promise<Finding> {
  if (redis.url !== undefined) {
    const { host } = new URL(redis.url);
    const failure = await failureOfRedis(redis.url);
    if (failure === null) return ok(`REDIS_URL, ${host}`);
    return failed(`REDIS_URL: nobody answers at ${host} (${failure})`, "start it, or correct REDIS_URL in .env");
  }
  const portFile = path.join(dataDirectory, "redis/port");
  if (!existsSync(portFile)) return failed("the local one has never run", "run npm start");
  const port = Number(readFileSync(portFile, "utf8"));
  const failure = await failureOfRedis(`redis://:${encodeURIComponent(redis.password)}@127.0.0.1:${port}`);
  return failure === null
    ? ok(`local, port ${port}`)
    : failed(`the local one does not answer (${failure})`, "run npm start");
}

async function checkMasker({ masker }: Settings): Promise<Finding> {
  const url = httpAddress(masker.host, masker.port);
  const answer = await tryGet(`${url}/ready`);
  if (answer?.status === 200) return ok(url);
  if (answer === null) {
    return failed(`nobody answers at ${url}`, "run npm start, or correct MASKER_HOST and MASKER_PORT in .env");
  }
  if (answer.status === 503)
    return failed(`not ready: ${answer.text}`, "look at Redis above, then at .data/masker.log");
  return failed(`another program answers at ${url} (${answer.status})`, "set MASKER_PORT in .env to a free port");
}
