import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";

/** A POST whose body is still being sent while its answer is read. */
export interface Duplex {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  write(text: string): void;
  end(): void;
  /** The next piece of the answer, as it came; "" once it has ended. */
  next(): Promise<string>;
}

/** Sends a first piece and resolves once the answer's head is there; `headers` may say that the piece is the whole body. */
export async function openDuplex(
  url: string,
  first: string,
  headers: Readonly<Record<string, string>> = { "transfer-encoding": "chunked" },
): Promise<Duplex> {
  const sent = request(url, { method: "POST", headers });
  sent.write(first);
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  const pieces = (answer.setEncoding("utf8") as AsyncIterable<string>)[Symbol.asyncIterator]();
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    write: (text) => void sent.write(text),
    end: () => void sent.end(),
    async next() {
      const { done, value } = await pieces.next();
      return done === true ? "" : value;
    },
  };
}
