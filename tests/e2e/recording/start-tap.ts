import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** One request of a client and its answer, byte for byte as they went over the wire. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly request: Buffer;
  readonly status: number;
  readonly contentType: string;
  readonly response: Buffer;
}

/** A proxy on loopback that keeps what passes through it. */
export interface Tap {
  readonly url: string;
  /** The exchanges since the last call, in the order in which they ended. */
  take(): readonly Exchange[];
  stop(): Promise<void>;
}

export async function startTap(target: string): Promise<Tap> {
  let exchanges: Exchange[] = [];
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const body = await buffer(incoming);
      const { method = "GET", url: path = "/" } = incoming;
      const forwarded = request(target + path, {
        method,
        headers: { ...incoming.headers, "accept-encoding": "identity" },
      });
      forwarded.end(body);
      const [answer] = (await once(forwarded, "response")) as [IncomingMessage];
      const { statusCode: status = 0, headers } = answer;
      outgoing.writeHead(status, headers);
      const chunks: Buffer[] = [];
      for await (const chunk of answer as AsyncIterable<Buffer>) {
        chunks.push(chunk);
        outgoing.write(chunk);
      }
      const contentType = headers["content-type"] ?? "";
      exchanges.push({
        method,
        path,
        headers: incoming.headers,
        request: body,
        status,
        contentType,
        response: Buffer.concat(chunks),
      });
      outgoing.end();
    })().catch((error: unknown) => outgoing.destroy(error instanceof Error ? error : new Error(String(error))));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take() {
      const taken = exchanges;
      exchanges = [];
      return taken;
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
