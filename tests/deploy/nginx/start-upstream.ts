import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo, Socket } from "node:net";

export interface Upstream {
  readonly port: number;
  /** Connections that were ever opened to it. */
  connections(): number;
  stop(): Promise<void>;
}

/** A server on 127.0.0.1 that answers as told, on a free port where none is given. */
export async function startUpstream(answer: RequestListener, port = 0): Promise<Upstream> {
  const sockets = new Set<Socket>();
  let opened = 0;
  const server = createServer({ keepAliveTimeout: 75_000, maxHeaderSize: 1024 * 1024 }, answer);
  server.on("connection", (socket: Socket) => {
    opened += 1;
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => opened,
    async stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  };
}
