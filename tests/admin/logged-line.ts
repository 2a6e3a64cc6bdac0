import { expect, vi } from "vitest";
import { dumpTables } from "./chain/dump-tables.ts";

const LOGGED_WITHIN_MS = 60_000;

/** The line of LiteLLM's spend logs that holds the key's name and the status, once it is written: that is done in batches. */
export async function loggedLine(databaseUrl: string, alias: string, status: "success" | "failure"): Promise<string> {
  const find = async (): Promise<string> => {
    const tables = await dumpTables(databaseUrl);
    const logs = tables.find(({ name }) => name === "LiteLLM_SpendLogs")?.bytes.toString() ?? "";
    const line = logs.split("\n").find((text) => text.includes(alias) && text.includes(status));
    expect(line, `a ${status} of ${alias} is logged`).toBeDefined();
    return line ?? "";
  };
  return vi.waitFor(find, { timeout: LOGGED_WITHIN_MS, interval: 250 });
}
