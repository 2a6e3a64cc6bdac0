import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type ErrorCapturingDriverAdapter, bindAdapter } from "@prisma/driver-adapter-utils";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { readEveryColumn } from "./read-every-column.ts";
import type { JsonAnswer } from "./translate-answer.ts";

const RUNTIME = "@prisma/client/runtime/query_engine_bg.postgresql";
const TRACE = JSON.stringify({ traceparent: "00-10-10-00" });
const ERROR_OF_THE_DRIVER = "P2036";

declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ readonly instance: { readonly exports: unknown } }>;
};

/** Prisma's query engine as its WASM build exports it; every answer is JSON in a string. */
interface WasmEngine {
  connect(trace: string): Promise<void>;
  query(query: string, trace: string, transaction?: string): Promise<string>;
  startTransaction(options: string, trace: string): Promise<string>;
  commitTransaction(id: string, trace: string): Promise<string>;
  rollbackTransaction(id: string, trace: string): Promise<string>;
}

interface UserFacing {
  error_code?: string;
  message?: string;
  meta?: { id: number };
}

/** What the HTTP side asks of the engine. */
export interface Engine {
  query(query: object, transaction: string | undefined): Promise<JsonAnswer & { batchResult?: readonly JsonAnswer[] }>;
  startTransaction(options: object): Promise<object>;
  endTransaction(id: string, how: "commit" | "rollback"): Promise<object>;
}

/** Starts Prisma's WASM engine on a pool of connections to the database. */
export async function startWasmEngine(schema: string, databaseUrl: string): Promise<Engine> {
  const load = createRequire(import.meta.url);
  const runtime = load(`${RUNTIME}.js`);
  const bytes = await readFile(load.resolve(`${RUNTIME}.wasm`));
  const { instance } = await WebAssembly.instantiate(bytes, { "./query_engine_bg.js": runtime });
  runtime["__wbg_set_wasm"](instance.exports);
  const adapter = bindAdapter(openAdapter(databaseUrl));
  const options = { datamodel: schema, logLevel: "error", logQueries: false };
  const engine: WasmEngine = new runtime.QueryEngine(options, () => {}, adapter);
  await engine.connect(TRACE);
  return {
    query: async (query, transaction) =>
      revealErrors(JSON.parse(await engine.query(JSON.stringify(query), TRACE, transaction)), adapter),
    startTransaction: async (wanted) =>
      asErrors(JSON.parse(await engine.startTransaction(JSON.stringify(wanted), TRACE))),
    endTransaction: async (id, how) => {
      const ended = how === "commit" ? engine.commitTransaction(id, TRACE) : engine.rollbackTransaction(id, TRACE);
      return asErrors(JSON.parse((await ended) || "{}") ?? {});
    },
  };
}

function openAdapter(databaseUrl: string): PrismaPg {
  const url = new URL(databaseUrl);
  const connections = Number(url.searchParams.get("connection_limit") ?? 10);
  const options = url.searchParams.get("options") ?? "";
  url.search = ""; // the rest is Prisma's own
  const pool = new pg.Pool({
    connectionString: url.href,
    max: connections,
    connectionTimeoutMillis: 10_000,
    options: `-c TimeZone=UTC ${options}`, // the adapter drops the offset of timestamps
  });
  pool.on("error", (error) => console.error(`idle connection: ${error.message}`));
  return readEveryColumn(new PrismaPg(pool, { schema: "public" }));
}

/** What the driver threw comes back as a number; the client wants its message. */
function revealErrors<T extends { errors?: readonly { error?: string; user_facing_error?: UserFacing }[] }>(
  answer: T,
  { errorRegistry }: ErrorCapturingDriverAdapter,
): T {
  for (const error of answer.errors ?? []) {
    const { error_code: code, meta } = error.user_facing_error ?? {};
    if (code !== ERROR_OF_THE_DRIVER || meta === undefined) continue;
    const thrown = errorRegistry.consumeError(meta.id)?.error;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    Object.assign(error, { error: message, user_facing_error: { ...error.user_facing_error, message } });
  }
  return answer;
}

function asErrors(answer: UserFacing): object {
  return answer.error_code === undefined ? answer : { errors: [{ error: answer.message, user_facing_error: answer }] };
}
