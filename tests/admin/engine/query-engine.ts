import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { readDatabaseUrl, readModels } from "./read-schema.ts";
import { translateAnswer } from "./translate-answer.ts";
import { translateQuery } from "./translate-query.ts";
import { startWasmEngine } from "./wasm-engine.ts";

const COMMIT = "393aa359c9ad4a4bb28630fb5613f9c281cde053";
const PARENT_CHECK_MS = 2000;

const words = process.argv.slice(2);
if (words.some((word) => ["--version", "-V", "version"].includes(word))) {
  console.log(`query-engine ${COMMIT}`);
  process.exit(0);
}

const schema = await readFile(process.env["PRISMA_DML_PATH"] ?? "", "utf8");
const models = readModels(schema);
const engine = await startWasmEngine(schema, readDatabaseUrl(schema, process.env));

const server = createServer((request, response) => {
  void answer(request)
    .catch((error: unknown) => ({ errors: [failure(error)] }))
    .then((body) => {
      response.writeHead(body === null ? 404 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(body ?? { error: "not found" }));
    });
});
server.keepAliveTimeout = 0;
server.listen(Number(words[words.findIndex((word) => word === "-p" || word === "--port") + 1]), "127.0.0.1");

const parent = process.ppid;
// LiteLLM may be gone before this line, too: then the parent is the machine's first process
setInterval(() => (parent === 1 || process.ppid !== parent) && process.exit(0), PARENT_CHECK_MS).unref();

/** The routes that prisma-client-py calls; null for any other. */
async function answer(request: IncomingMessage): Promise<object | null> {
  const { pathname } = new URL(request.url ?? "/", "http://engine");
  const body = await text(request);
  if (request.method === "GET") return answerGet(pathname);
  if (pathname === "/") return runGraphql(body, request.headers["x-transaction-id"]?.toString());
  if (pathname === "/transaction/start") {
    const { max_wait = 2000, timeout = 5000, ...rest } = JSON.parse(body || "{}") as Record<string, unknown>;
    return engine.startTransaction({ max_wait, timeout, ...rest });
  }
  const [, id = "", how] = /^\/transaction\/([^/]+)\/(commit|rollback)$/.exec(pathname) ?? [];
  return how === "commit" || how === "rollback" ? engine.endTransaction(id, how) : null;
}

function answerGet(pathname: string): object | null {
  if (pathname === "/" || pathname === "/status") return { status: "ok" };
  return pathname === "/metrics" ? { counters: [], gauges: [], histograms: [] } : null;
}

async function runGraphql(body: string, transaction: string | undefined): Promise<object> {
  const payload = JSON.parse(body) as {
    query: string;
    batch?: readonly { query: string }[];
    transaction?: boolean;
  };
  if (payload.batch !== undefined) {
    const items = payload.batch.flatMap(({ query }) => translateQuery(query, models));
    const batch = { batch: items.map(({ query }) => query), ...(payload.transaction ? { transaction: {} } : {}) };
    const result = await engine.query(batch, transaction);
    if (result.errors !== undefined) return result;
    return {
      batchResult: result.batchResult?.map((one, index) => translateAnswer(items[index]?.alias ?? "", one)),
    };
  }
  const data = {};
  for (const { alias, query } of translateQuery(payload.query, models)) {
    const result = translateAnswer(alias, await engine.query(query, transaction)) as { data: object; errors?: unknown };
    if (result.errors !== undefined) return result;
    Object.assign(data, result.data);
  }
  return { data };
}

function failure(error: unknown): object {
  const message = error instanceof Error ? error.message : String(error);
  return { error: message, user_facing_error: { is_panic: false, message, error_code: "P0000" } };
}
