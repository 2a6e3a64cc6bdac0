import { readFileSync } from "node:fs";
import { defineScript, type CommandParser } from "redis";

export type ScriptArgument = string | Buffer;
export type ScriptName = keyof typeof scripts;

const prelude = readScript("state");

/** The Lua scripts in `lua/`, in the form the client takes: EVALSHA, and EVAL where Redis does not know them yet. */
export const scripts = {
  allot: define("allot"),
  reveal: define("reveal"),
  touch: define("touch"),
  names: define("names"),
  forget: define("forget"),
  deleteScope: define("delete-scope"),
  statistics: define("statistics"),
  page: define("page"),
  rehash: define("rehash"),
  thought: define("thought"),
  probe: define("probe"),
  claimKey: define("claim-key"),
};

function define(name: string) {
  return defineScript({
    SCRIPT: `${prelude}\n${readScript(name)}`,
    parseCommand: (parser: CommandParser, keys: string[], args: readonly ScriptArgument[]) => {
      parser.pushKeysLength(keys);
      parser.push(...args);
    },
    transformReply: undefined as unknown as () => unknown,
  });
}

function readScript(name: string): string {
  return readFileSync(new URL(`lua/${name}.lua`, import.meta.url), "utf8");
}
