import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseEnv } from "node:util";
import { expect, test } from "vitest";
import { descendantsOf, newPlace, type Place, type Running, runScript, stillRunning } from "./run-script.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

const READY = "Ctrl-C stops it.";
const INSTANCE = "i-0a1b2c3d4e5f60718";

async function post(place: Place, route: string, text: string): Promise<{ readonly text: string }> {
  const settings = parseEnv(await readFile(path.join(place.directory, ".env"), "utf8"));
  const response = await fetch(`http://127.0.0.1:${place.environment["MASKER_PORT"]}${route}`, {
    method: "POST",
    headers: { authorization: `Bearer ${settings["MASKER_API_KEY"]}`, "content-type": "application/json" },
    body: JSON.stringify({ text }),
  });
  return (await response.json()) as { text: string };
}

/** Ends it as the terminal would, and says what it left behind. */
async function interrupt(running: Running): Promise<{ readonly code: number | null; readonly left: unknown[] }> {
  const parts = await descendantsOf(running.pid);
  expect(parts.length).toBeGreaterThanOrEqual(2);
  process.kill(running.pid, "SIGINT");
  const code = await running.ended;
  return { code, left: await stillRunning(parts) };
}

test("the first start makes all it needs, Ctrl-C leaves nothing behind, and the next start knows the mappings", async () => {
  const place = await newPlace(await temporaryDirectory());
  const first = runScript("masker", place);
  await first.hasSaid(READY);
  expect(first.output).toContain("Fresh secrets");
  const { text } = await post(place, "/mask", `look at ${INSTANCE}`);
  expect(text).toMatch(/^look at ec2-\d+$/);
  expect(await interrupt(first)).toEqual({ code: 0, left: [] });

  const second = runScript("masker", place);
  await second.hasSaid(READY);
  expect(second.output).not.toContain("Fresh secrets");
  expect((await post(place, "/unmask", text)).text).toBe(`look at ${INSTANCE}`);
  expect((await post(place, "/mask", INSTANCE)).text).toBe(text.replace("look at ", ""));
  expect(await interrupt(second)).toEqual({ code: 0, left: [] });
});

test("a masker or a Redis that dies is started again, and the mappings are there", async () => {
  const place = await newPlace(await temporaryDirectory());
  const running = runScript("masker", place);
  await running.hasSaid(READY);
  const { text } = await post(place, "/mask", INSTANCE);
  for (const [name, program] of [
    ["Masker", "masker-service/src/main.ts"],
    ["Redis", "redis-server"],
  ] as const) {
    const victim = (await descendantsOf(running.pid)).find(({ command }) => command.includes(program));
    process.kill(victim?.pid ?? 0, "SIGKILL");
    await running.hasSaid(`${name} ended (SIGKILL); starting it again`);
    await expect
      .poll(() => post(place, "/unmask", text).catch(String), { timeout: 60_000 })
      .toMatchObject({ text: INSTANCE });
  }
});

test("MASKER_WORKERS makes it several processes, and Ctrl-C ends them all", async () => {
  const running = runScript("masker", await newPlace(await temporaryDirectory()), { MASKER_WORKERS: "2" });
  await running.hasSaid(READY);
  const maskers = async () =>
    (await descendantsOf(running.pid)).filter(({ command }) => command.includes("masker-service/src/main.ts"));
  await expect.poll(async () => (await maskers()).length, { timeout: 60_000 }).toBe(3); // the first only keeps the two running
  expect(await interrupt(running)).toEqual({ code: 0, left: [] });
});

test("when the process that called it is gone, all of it stops", async () => {
  const place = await newPlace(await temporaryDirectory());
  const running = runScript("masker", place, {}, ["/bin/sh", "-c", '"$@" & wait', "sh"]);
  await running.hasSaid(READY);
  const parts = await descendantsOf(running.pid);
  expect(parts.length).toBeGreaterThanOrEqual(3);
  process.kill(running.pid, "SIGKILL");
  await expect.poll(() => stillRunning(parts), { timeout: 60_000 }).toEqual([]);
});

test("a taken port and a weak key are refused before anything runs, with the setting to change", async () => {
  const place = await newPlace(await temporaryDirectory());
  const running = runScript("masker", place);
  await running.hasSaid(READY);

  const elsewhere = { directory: await temporaryDirectory(), environment: place.environment };
  const second = runScript("masker", elsewhere);
  expect(await second.ended).toBe(1);
  expect(second.output).toMatch(/MASKER_PORT: port \d+ of 127\.0\.0\.1 is taken.*set MASKER_PORT in \.env/);

  const weak = await newPlace(await temporaryDirectory());
  await writeFile(path.join(weak.directory, ".env"), "LITELLM_MASTER_KEY=sk-1234\n");
  const third = runScript("masker", weak);
  expect(await third.ended).toBe(1);
  expect(third.output).toMatch(/LITELLM_MASTER_KEY is too weak.*make one with/);
});
