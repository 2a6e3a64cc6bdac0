import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { litellmPython } from "../chain/litellm-python.ts";

const run = promisify(execFile);

/** A server that sets no limit of its own, and a request to it whose body takes its time. */
const SLOW_REQUEST = `
  import { createServer, request } from "node:http";
  const server = createServer((incoming, outgoing) => incoming.on("error", () => {}).resume().on("end", () => outgoing.end()));
  server.listen(0, "127.0.0.1", () => {
    const outgoing = request({ port: server.address().port, method: "POST" });
    const end = (what) => { console.log(what); process.exit(); };
    outgoing.on("response", (response) => end("status " + response.statusCode)).on("error", (error) => end(error.code));
    outgoing.write("begun");
    setTimeout(() => outgoing.end(), 4500);
  });`;

// The tests of long answers prove something only while these hold.
describe("the shortened default time limits", () => {
  test("cut a request to a Node server that sets none itself", async () => {
    const args = ["--import", join(import.meta.dirname, "node.mjs"), "--input-type=module", "-e", SLOW_REQUEST];
    const { stdout } = await run(process.execPath, args);
    expect(stdout.trim()).toMatch(/^(status 408|ECONNRESET|EPIPE)$/);
  });

  test("are what an aiohttp session in Python starts with", async () => {
    const code = `
import aiohttp, asyncio
async def main():
    async with aiohttp.ClientSession() as session:
        print(session.timeout.total)
asyncio.run(main())`;
    const { stdout } = await run(litellmPython(), ["-c", code], { env: { PYTHONPATH: import.meta.dirname } });
    expect(stdout.trim()).toBe("3");
  });
});
