import { setTimeout as sleep } from "node:timers/promises";
import { MaskerError } from "../errors.ts";
import { checkServer } from "./check-server.ts";
import { keepsEveryWrite } from "./keeps-every-write.ts";
import { createRedisClient, type RedisClient } from "./redis-client.ts";
import { toStoreError } from "./redis-error.ts";
import type { RedisAddress } from "./redis-url.ts";
import type { ScriptArgument, ScriptName } from "./scripts.ts";
import { withinDeadline } from "./within-deadline.ts";

/** While somebody waits for an answer: a command that Redis has not answered by then fails with `store_down`. */
export const DEADLINE_MILLISECONDS = 1500;
/** Of the deadline, for a connection to open. */
const OPEN_SHARE = 2 / 3;
const REPLICA_MILLISECONDS = 500;
const FIRST_WAIT_MILLISECONDS = 50;
const LONGEST_WAIT_MILLISECONDS = 250;

const ENDED = new MaskerError("store_down", "store: the connection to Redis has just ended; try again");

export interface Connection {
  /** Whether a server that takes over, or the same one started again, may lack what was written last. */
  mayLose(): boolean;
  /** Rejects with MaskerError `store_down` at once while there is no connection, else within the deadline. */
  run(script: ScriptName, keys: string[], args: readonly ScriptArgument[]): Promise<unknown>;
  /** Resolves when a replica has what was written last; rejects if none has in time. `key` is one of those written. */
  confirm(key: string): Promise<void>;
  /** All keys that match a glob pattern, each at least once. */
  scan(pattern: string): AsyncIterable<string>;
  /** INFO of each master in use; "" for a user who may not ask. */
  infos(): Promise<readonly string[]>;
  /** Hash tags, one for each master in use, to try what works there. */
  probeTags(): readonly string[];
  /** Why `key` is out of reach; undefined while it is not. */
  down(key: string): MaskerError | undefined;
  close(): void;
  /** Resolves once the first attempt to connect has succeeded or failed. */
  readonly attempted: Promise<void>;
}

export interface ConnectionListeners {
  /** Called after each (re)connection, before it is used. */
  readonly up: (server: "same" | "other") => void;
  /** There is none any more, or now for another reason. */
  readonly lost: (error: MaskerError) => void;
  /** A message on the channel. Some may be lost while disconnected. */
  readonly message: (text: string) => void;
  /** No replica has confirmed a write in time: a failover could lose it. */
  readonly unconfirmed: () => void;
  /** A command that was sent has been answered, or has failed. */
  readonly answered: (operation: string, milliseconds: number, failed: boolean) => void;
}

/** Keeps one connection, for ever, until closed. */
export function createConnection(
  findAddress: () => Promise<RedisAddress>,
  failsOver: boolean,
  channel: string,
  listeners: ConnectionListeners,
  deadlineMilliseconds: number,
): Connection {
  let client: RedisClient | undefined;
  let lastReplicationId = "";
  let keepsAll = false;
  let answeredAt = 0;
  let error = new MaskerError("store_down", "store: not connected to Redis yet; wait");
  const closing = new AbortController();
  const firstAttempt = Promise.withResolvers<void>();

  const keepConnected = async () => {
    let wait = FIRST_WAIT_MILLISECONDS;
    while (!closing.signal.aborted) {
      try {
        const { opened, ended, ...server } = await open(
          await findAddress(),
          channel,
          listeners.message,
          deadlineMilliseconds * OPEN_SHARE,
        );
        wait = FIRST_WAIT_MILLISECONDS;
        client = opened;
        error = ENDED;
        if (closing.signal.aborted) break;
        keepsAll = server.keepsAll;
        listeners.up(server.replicationId !== "" && server.replicationId === lastReplicationId ? "same" : "other");
        lastReplicationId = server.replicationId;
        firstAttempt.resolve();
        throw await ended;
      } catch (cause) {
        client?.destroy();
        client = undefined;
        if (closing.signal.aborted) break;
        const { message } = error;
        error = toStoreError(cause, "connection");
        if (error.message !== message) listeners.lost(error);
      }
      firstAttempt.resolve();
      await sleep(wait, undefined, { signal: closing.signal }).catch(() => undefined);
      wait = Math.min(wait * 2, LONGEST_WAIT_MILLISECONDS);
    }
    client?.destroy();
    firstAttempt.resolve();
  };

  const within = async <T>(operation: string, send: (on: RedisClient) => Promise<T>): Promise<T> => {
    const on = client;
    if (on === undefined) throw error;
    const start = performance.now();
    let failed = true;
    try {
      // A server that answers others is only slow; one that has been silent since is left.
      const answer = await withinDeadline(send(on), deadlineMilliseconds, () => {
        if (answeredAt < start) on.destroy();
      });
      failed = false;
      answeredAt = performance.now();
      return answer;
    } catch (cause) {
      if (isDemoted(cause)) on.destroy();
      throw toStoreError(cause, operation);
    } finally {
      listeners.answered(operation, performance.now() - start, failed);
    }
  };

  void keepConnected();
  return {
    mayLose: () => failsOver || !keepsAll,
    attempted: firstAttempt.promise,
    run: (script, keys, args) => within(script, (on) => on[script](keys, args)),
    confirm: async () => {
      const replicas = await within("wait", (on) => on.wait(1, REPLICA_MILLISECONDS));
      if (replicas > 0) return;
      listeners.unconfirmed();
      throw new MaskerError(
        "store_down",
        "store: no replica of Redis has confirmed the mapping, so a failover could lose it; check the replicas",
      );
    },
    scan: async function* (pattern) {
      let cursor = "0";
      do {
        const page = await within("scan", (on) => on.scan(cursor, { MATCH: pattern, COUNT: 1000 }));
        yield* page.keys.map(String);
        cursor = String(page.cursor);
      } while (cursor !== "0");
    },
    infos: async () => [await within("info", askInfo)],
    probeTags: () => ["ready"],
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
  address: RedisAddress,
  channel: string,
  onMessage: (text: string) => void,
  milliseconds: number,
): Promise<{ opened: RedisClient; ended: Promise<unknown>; replicationId: string; keepsAll: boolean }> {
  const client = createRedisClient(address);
  const ended = Promise.withResolvers<unknown>();
  client.on("error", ended.resolve);
  client.on("end", () => ended.resolve(Object.assign(new Error("connection ended"), { code: "ECONNRESET" })));
  try {
    const failed = ended.promise.then((cause) => Promise.reject(cause));
    const connected = client.connect().then(async () => {
      const [info, keepsAll] = await Promise.all([askInfo(client), keepsEveryWrite(client)]);
      return { replicationId: checkServer(info), keepsAll };
    });
    const server = await withinDeadline(Promise.race([connected, failed]), milliseconds, () => undefined);
    // A user who may not subscribe still hears of everything by polling; `ready` tells what is missing.
    await client.subscribe(channel, onMessage).catch(() => undefined);
    return { opened: client, ended: ended.promise, ...server };
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
