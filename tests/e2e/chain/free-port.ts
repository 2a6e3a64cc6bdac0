import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/** Above the last one that `fetch` refuses to call, 10080, and below those that systems hand out to clients: these may take a port while its server restarts. */
const FIRST = 10_081;
const LAST = 30_000;

/** A port of 127.0.0.1 that was free a moment ago, below `last`. */
export async function freePort(last = LAST): Promise<number> {
  const port = randomInt(FIRST, last);
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") return freePort(last);
    throw error;
  }
  server.close();
  await once(server, "close");
  return port;
}
