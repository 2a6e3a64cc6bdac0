import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { withinDeadline } from "../../masker-service/src/store/within-deadline.ts";

test("what is in time is passed on, result or error", async () => {
  const onLate = vi.fn<() => void>();
  await expect(withinDeadline(Promise.resolve(1), 10, onLate)).resolves.toBe(1);
  await expect(withinDeadline(Promise.reject(new Error("own")), 10, onLate)).rejects.toThrow("own");
  await sleep(30);
  expect(onLate).not.toHaveBeenCalled();
});

test("what is late is rejected with ETIMEDOUT, once, and its own end is heard by nobody", async () => {
  const onLate = vi.fn<() => void>();
  const work = sleep(50).then(() => Promise.reject(new Error("too late")));
  await expect(withinDeadline(work, 10, onLate)).rejects.toThrow(expect.objectContaining({ code: "ETIMEDOUT" }));
  await sleep(60);
  expect(onLate).toHaveBeenCalledTimes(1);
});

test("an answer that lies in the socket while this process is busy is in time", async () => {
  const onLate = vi.fn<() => void>();
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const accepted = once(server, "connection") as Promise<[Socket]>;
  const client = connect(port, "127.0.0.1");
  const [other] = await accepted;
  const work = withinDeadline(once(client, "data"), 50, onLate);
  other.write("answer");
  for (const end = performance.now() + 200; performance.now() < end;);
  await expect(work).resolves.toHaveLength(1);
  expect(onLate).not.toHaveBeenCalled();
  client.destroy();
  other.destroy();
  server.close();
});
