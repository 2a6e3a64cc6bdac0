import { IncomingMessage, ServerResponse } from "node:http";

/** Counts the bytes of a request's body as they come, whoever reads them. */
class CountedRequest extends IncomingMessage {
  bodyBytes = 0;

  override push(chunk: Buffer | null, encoding?: BufferEncoding): boolean {
    this.bodyBytes += chunk?.length ?? 0;
    return super.push(chunk, encoding);
  }
}

/** Counts the bytes of an answer's body as they are written. */
class CountedResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  bodyBytes = 0;

  override write(...args: unknown[]): boolean {
    this.bodyBytes += lengthOf(args[0]);
    return super.write(...(args as Parameters<ServerResponse["write"]>));
  }

  override end(...args: unknown[]): this {
    this.bodyBytes += lengthOf(args[0]);
    return super.end(...(args as Parameters<ServerResponse["end"]>));
  }
}

/** For Node's HTTP server: a length in a header says nothing of a stream, and is set too late for whoever measures. */
export const COUNTED_MESSAGES = { IncomingMessage: CountedRequest, ServerResponse: CountedResponse };

export function bodyBytesOf(message: object): number {
  return message instanceof CountedRequest || message instanceof CountedResponse ? message.bodyBytes : 0;
}

function lengthOf(chunk: unknown): number {
  if (typeof chunk === "string") return Buffer.byteLength(chunk);
  return chunk instanceof Uint8Array ? chunk.length : 0;
}
