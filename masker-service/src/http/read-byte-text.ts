import { isUtf8 } from "node:buffer";
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import { MaskerError } from "../errors.ts";

/** The body as a byte text, unparsed. Throws MaskerError `bad_json` if it is not UTF-8. */
export async function readByteText(context: Context): Promise<string> {
  return toByteText(await readBytes(context));
}

/** Throws MaskerError `bad_json` if it is not UTF-8. */
export function toByteText(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new MaskerError("bad_json", "body: not UTF-8; send JSON encoded as UTF-8");
  return bytes.toString("latin1");
}

/**
 * From Node's own request where there is one: the web stream around it takes longer than a small body is masked in. A
 * body of unknown length goes through that stream all the same, since its limit is there.
 */
export async function readBytes({ req, env }: Context): Promise<Buffer<ArrayBuffer>> {
  const { incoming } = (env ?? {}) as Partial<HttpBindings>;
  const length = Number(req.header("content-length") ?? Number.NaN);
  if (incoming === undefined || !Number.isSafeInteger(length)) return Buffer.from(await req.arrayBuffer());
  return collect(incoming, length);
}

/** Node's parser sees to it that the length is the declared one. */
async function collect(chunks: AsyncIterable<Buffer>, length: number): Promise<Buffer<ArrayBuffer>> {
  const whole = Buffer.allocUnsafe(length);
  let size = 0;
  for await (const chunk of chunks) size += chunk.copy(whole, size);
  return whole.subarray(0, size);
}
