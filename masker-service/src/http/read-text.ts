import { isUtf8 } from "node:buffer";
import type { Context } from "hono";
import { MaskerError } from "../errors.ts";

/** The body as text, unparsed. Throws MaskerError `bad_json` if it is not UTF-8. */
export async function readText(context: Context): Promise<string> {
  const bytes = Buffer.from(await context.req.arrayBuffer());
  if (!isUtf8(bytes)) throw new MaskerError("bad_json", "body: not UTF-8; send JSON encoded as UTF-8");
  return bytes.toString("utf8");
}
