import { once } from "node:events";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { findFreePort, requireFreePort } from "../../../scripts/start/require-free-port.ts";

test("a taken port is refused with the setting to change; a free one is not", async () => {
  const port = await findFreePort("127.0.0.1");
  await expect(requireFreePort("LITELLM_PORT", "127.0.0.1", port)).resolves.toBeUndefined();

  const server = createServer().listen(port, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  await expect(requireFreePort("LITELLM_PORT", "127.0.0.1", port)).rejects.toThrow(
    `LITELLM_PORT: port ${port} of 127.0.0.1 is taken by another process, perhaps an earlier npm start. ` +
      "Stop that one, or set LITELLM_PORT in .env to a free port.",
  );
});
