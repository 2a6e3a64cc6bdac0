import { serve } from "@hono/node-server";
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import prometheus from "prom-client";
import { createClient } from "redis";
import winston from "winston";
import { freeMemoryWhenIdle } from "../../../masker-service/src/free-memory.ts";

/**
 * What the masker's packages hold without the masker: reads JSON, writes one key to Redis, logs a line, counts, and sends the JSON
 * back. `process.argv` holds the port and the URL of Redis.
 */
const [port = "0", url = ""] = process.argv.slice(2);
const redis = createClient({ url });
await redis.connect();
const log = winston.createLogger({ transports: [new winston.transports.Console()] });
const bytes = new prometheus.Histogram({ name: "bytes", help: "Bytes of a body" });
const app = new OpenAPIHono();
const content = { "application/json": { schema: z.looseObject({}) } };
const echo = createRoute({
  method: "post",
  path: "/",
  request: { body: { content, required: true } },
  responses: { 200: { description: "The body", content } },
});
app.openapi(echo, async (context) => {
  const body = context.req.valid("json");
  await redis.set("last", Date.now());
  bytes.observe(Number(context.req.header("content-length")));
  log.info("echoed", { method: context.req.method });
  return context.json(body, 200);
});
app.get("/", (context) => context.text("ready"));
serve({ fetch: app.fetch, port: Number(port), hostname: "127.0.0.1" });
freeMemoryWhenIdle();
// Node writes its compile cache where a process ends by itself.
process.once("SIGTERM", () => process.exit());
