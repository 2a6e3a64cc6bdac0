import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { failureOfPostgres } from "../database/failure-of-postgres.ts";
import { postgresUrl } from "../database/postgres-url.ts";
import { readPostgresPort } from "../database/start-postgres.ts";
import { failureOfRedis } from "../start/failure-of-redis.ts";
import { redisHosts } from "../start/redis-hosts.ts";
import { httpAddress } from "../start/http-address.ts";
import type { Settings } from "../start/read-settings.ts";
import { tryGet } from "../start/try-get.ts";
import { type Check, failed, type Finding, ok, warning } from "./check.ts";

/** Redis, the masker and PostgreSQL, which only this machine can reach. */
export function serviceChecks(settings: Settings, dataDirectory: string): Check[] {
  return [
    { name: "Redis", run: () => checkRedis(settings, dataDirectory) },
    { name: "Masker", run: () => checkMasker(settings) },
    { name: "PostgreSQL", run: () => checkPostgres(settings, dataDirectory) },
  ];
}

async function checkRedis({ redis }: Settings, dataDirectory: string): Promise<Finding> {
  if (redis.url !== undefined) {
    const host = redisHosts(redis.url);
    const failure = await failureOfRedis(redis.url);
    if (failure === null) return ok(`REDIS_URL, ${host}`);
    return failed(
      `REDIS_URL: what is at ${host} cannot be used (${failure})`,
      "start it, or correct REDIS_URL in .env",
    );
  }
  const portFile = path.join(dataDirectory, "redis/port");
  if (!existsSync(portFile)) return failed("the local one has never run", "run npm start");
  const port = Number(readFileSync(portFile, "utf8"));
  const failure = await failureOfRedis(`redis://:${encodeURIComponent(redis.password)}@127.0.0.1:${port}`);
  return failure === null
    ? ok(`local, port ${port}`)
    : failed(`the local one does not answer (${failure})`, "run npm start");
}

async function checkPostgres({ database }: Settings, dataDirectory: string): Promise<Finding> {
  if (database.url !== undefined) {
    const failure = await failureOfPostgres(database.url);
    const { host } = new URL(database.url);
    if (failure === null) return ok(`DATABASE_URL, ${host}`);
    return failed(`DATABASE_URL: nobody lets LiteLLM in at ${host} (${failure})`, "start it, or correct it in .env");
  }
  const port = readPostgresPort(dataDirectory);
  if (port === undefined) return warning("none, so no keys but the master key", "run npm start without --no-ui");
  const failure = await failureOfPostgres(postgresUrl(port, database.password ?? ""));
  return failure === null
    ? ok(`local, port ${port}`)
    : warning(`the local one does not answer (${failure})`, "run npm start without --no-ui");
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
