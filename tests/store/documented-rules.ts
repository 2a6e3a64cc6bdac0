import { readFileSync } from "node:fs";

const page = readFileSync(new URL("../../docs/store.md", import.meta.url), "utf8");

/** What docs/store.md tells people to grant must be enough: of one server, in addition on a Cluster, and on a sentinel. */
export const RULES = rulesThat("resetkeys ~masker");
export const CLUSTER_RULES = rulesThat("\\+cluster");
export const SENTINEL_RULES = rulesThat("resetkeys resetchannels");

function rulesThat(begin: string): readonly string[] {
  const line = new RegExp(`^${begin}.*$`, "m").exec(page)?.[0];
  if (line === undefined) throw new Error(`docs/store.md has no rules that begin with ${begin}`);
  return line.split(" ");
}
