import { setTimeout as sleep } from "node:timers/promises";
import { MaskerError } from "../errors.ts";
import { checkServer } from "./check-server.ts";
import { createRedisClient, type RedisClient } from "./redis-client.ts";
import { toStoreError } from "./redis-error.ts";
import type { ScriptArgument, ScriptName } from "./scripts.ts";

/** A command that Redis has not answered by then fails with `store_down`; the connection is made anew. */
const DEADLINE_MILLISECONDS = 1500;
const FIRST_WAIT_MILLISECONDS = 50;
const LONGEST_WAIT_MILLISECONDS = 500;

export interface Connection {
  /** Rejects with MaskerError `store_down` at once while there is no connection, else within the deadline. */
  run(script: ScriptName, keys: string[], args: readonly ScriptArgument[]): Promise<unknown>;
  /** The server's INFO; "" for a user who may not ask. */
  info(): Promise<string>;
  /** Why there is no connection; undefined while there is one. */
  down(): MaskerError | undefined;
  close(): void;
}

export interface ConnectionListeners {
  /** Called after each (re)connection, before it is used; `replicationId` is "" if unknown. */
  up(replicationId: string): void;
  lost(error: MaskerError): void;
  /** A message on `channel`. Some may be lost while disconnected. */
  message(text: string): void;
}

/** Keeps one connection, for ever, until closed. `resolves` once the first attempt has succeeded or failed. */
export async function createConnection(
  address: () => Promise<Parameters<typeof createRedisClient>[0]>,
  channel: string,
  listeners: ConnectionListeners,
): Promise<Connection> {
  let client: RedisClient | undefined;
  let error = new MaskerError("store_down", "store: not connected to Redis yet; wait");
  const closing = new AbortController();
  const firstAttempt = Promise.withResolvers<void>();

  const keepConnected = async () => {
    let wait = FIRST_WAIT_MILLISECONDS;
    while (!closing.signal.aborted) {
      try {
        const { opened, ended, replicationId } = await open(await address(), channel, listeners.message);
        wait = FIRST_WAIT_MILLISECONDS;
        client = opened;
        listeners.up(replicationId);
        firstAttempt.resolve();
        throw await ended;
      } catch (cause) {
        client = undefined;
        error = toStoreError(cause, "connection");
        if (!closing.signal.aborted) listeners.lost(error);
      }
      firstAttempt.resolve();
      await sleep(wait, undefined, { signal: closing.signal }).catch(() => undefined);
      wait = Math.min(wait * 2, LONGEST_WAIT_MILLISECONDS);
    }
  };

  const within = async <T>(operation: string, send: (on: RedisClient) => Promise<T>): Promise<T> => {
    const on = client;
    if (on === undefined) throw error;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" }));
        on.destroy();
      }, DEADLINE_MILLISECONDS);
    });
    try {
      return await Promise.race([send(on), late]);
    } catch (cause) {
      const failure = toStoreError(cause, operation);
      if (isDemoted(cause)) on.destroy();
      throw failure;
    } finally {
      clearTimeout(timer);
    }
  };

  void keepConnected();
  await firstAttempt.promise;
  return {
    run: (script, keys, args) => within(script, (on) => on[script](keys, args)),
    info: () => within("info", askInfo),
    down: () => (client === undefined ? error : undefined),
    close: () => {
      error = new MaskerError("store_down", "store: closed; the masker is stopping");
      closing.abort();
      client?.destroy();
      client = undefined;
    },
  };
}

async function open(
  address: Parameters<typeof createRedisClient>[0],
  channel: string,
  onMessage: (text: string) => void,
): Promise<{ opened: RedisClient; ended: Promise<unknown>; replicationId: string }> {
  const client = createRedisClient(address);
  const ended = Promise.withResolvers<unknown>();
  client.on("error", ended.resolve);
  client.on("end", () => ended.resolve(Object.assign(new Error("connection ended"), { code: "ECONNRESET" })));
  try {
    const failed = ended.promise.then((cause) => Promise.reject(cause));
    await Promise.race([client.connect(), failed]);
    const replicationId = checkServer(await Promise.race([askInfo(client), failed]));
    // A user who may not subscribe still hears of everything by polling; `ready` tells what is missing.
    await client.subscribe(channel, onMessage).catch(() => undefined);
    return { opened: client, ended: ended.promise, replicationId };
  } catch (error) {
    client.destroy();
    throw error;
  }
}

async function askInfo(client: RedisClient): Promise<string> {
  try {
    const info: unknown = await client.sendCommand(["INFO"]);
    return Buffer.isBuffer(info) ? info.toString("utf8") : String(info);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("NOPERM")) return "";
    throw error;
  }
}

/** A master that a failover made a replica keeps our connection: leave it, and ask for the address again. */
function isDemoted(error: unknown): boolean {
  return error instanceof Error && /^(READONLY|MASTERDOWN|UNBLOCKED|LOADING)/.test(error.message);
}
