import { expect } from "vitest";
import { allotWithRetries } from "./allot-with-retries.ts";
import { makeWanted, openPatientStore } from "./open-store.ts";

/** Does all that a store can in a scope that nobody has, and leaves nothing of it; rejects with what is denied. */
export async function useEverything(url: string, scope: string): Promise<void> {
  const store = await openPatientStore(url);
  const other = await openPatientStore(url);
  await store.ready();
  const wanted = makeWanted(3);
  const all = [{ prefix: "n", kind: "n", value: "n", learned: true }, ...wanted];
  const placeholders = await allotWithRetries(store, scope, all); // a replica that has just joined may confirm too late
  expect((await other.reveal(scope, placeholders)).size).toBe(4);
  expect((await other.names(scope)).names.length).toBe(1);
  await store.noteThoughts(["thought"]);
  expect(await other.knowsThoughts(["thought"])).toBe(true);
  expect(await store.forgetValue(scope, wanted[0]?.value ?? "")).toBe(1);
  expect((await store.statistics(scope)).mappings).toBe(3);
  expect(await store.deleteScope(scope)).toBe(3);
  await store.close();
  await other.close();
}
