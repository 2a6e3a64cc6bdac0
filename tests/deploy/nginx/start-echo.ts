import { type Upstream, startUpstream } from "./start-upstream.ts";

/**
 * Answers at once and says back each piece of the body as it comes, its own name before it; reads on only as fast as it is
 * read. Asked for `?answer=size`, it takes the whole body first and says its length.
 */
export function startEcho(name: string, port = 0): Promise<Upstream> {
  return startUpstream((request, response) => {
    const isCounting = request.url?.endsWith("?answer=size") ?? false;
    let size = 0;
    if (!isCounting) response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
    request.on("data", (piece: Buffer) => {
      size += piece.length;
      if (isCounting || response.write(`${name}:${piece.toString()}`)) return;
      request.pause();
      response.once("drain", () => request.resume());
    });
    request.on("end", () => response.end(isCounting ? String(size) : ""));
  }, port);
}
