import type { Answer } from "./answer.ts";
import type { RecordedRequest } from "./recorded-request.ts";

/** Answers in turn (the last one repeats), or a function of the request. */
export type Script = readonly [Answer, ...Answer[]] | ScriptReader;

export type ScriptReader = (request: RecordedRequest) => Answer | Promise<Answer>;

/** What to say to the next request, whichever way the script was written. */
export function createScriptReader(script: Script): ScriptReader {
  if (typeof script === "function") return script;
  let turn = 0;
  return () => script[Math.min(turn++, script.length - 1)] ?? script[0];
}
