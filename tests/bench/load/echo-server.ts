import cluster from "node:cluster";
import { serve } from "@hono/node-server";
import { Hono } from "hono";

/**
 * The least that could stand in the masker's place: the same framework and as many processes, which read the body as JSON and send it
 * back in the masker's form. `process.argv` holds the port and the number of processes; tells its parent their pids when all listen.
 */
const [port = "0", count = "1"] = process.argv.slice(2);
if (cluster.isPrimary) {
  let listening = 0;
  const pids = () => Object.values(cluster.workers ?? {}).map((worker) => worker?.process.pid ?? 0);
  cluster.on("listening", () => ++listening === Number(count) && process.send?.(pids()));
  for (let index = 0; index < Number(count); index++) cluster.fork();
} else {
  const app = new Hono();
  app.post("*", async (context) => context.json({ ticket: "echo", body: await context.req.json<object>() }));
  serve({ fetch: app.fetch, port: Number(port), hostname: "127.0.0.1" });
}
