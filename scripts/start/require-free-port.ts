import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { SetupError } from "../setup-error.ts";

/** Throws SetupError naming the setting to change where another process listens on the port. */
export async function requireFreePort(setting: string, host: string, port: number): Promise<void> {
  try {
    await listenOnce(host, port);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE") {
      throw new SetupError(
        `${setting}: port ${port} of ${host} is taken by another process, perhaps an earlier npm start. ` +
          `Stop that one, or set ${setting} in .env to a free port.`,
      );
    }
    if (code === "EACCES") throw new SetupError(`${setting}: no right to listen on port ${port}. Use one above 1023.`);
    throw error;
  }
}

/** A port of the host that is free now. */
export function findFreePort(host: string): Promise<number> {
  return listenOnce(host, 0);
}

async function listenOnce(host: string, port: number): Promise<number> {
  const server = createServer().listen(port, host);
  await once(server, "listening");
  const address = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return address.port;
}
