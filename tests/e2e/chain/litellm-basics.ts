import { join } from "node:path";
import { LITELLM_BASICS } from "../../../scripts/start/child-environments.ts";
import { REPOSITORY } from "./repository.ts";

/** What every LiteLLM of the tests is started with; nothing of the shell's own gets in, nor of the repository's `.env`. */
export function litellmBasics(home: string): Record<string, string> {
  return {
    ...LITELLM_BASICS,
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    PYTHONPATH: join(REPOSITORY, "litellm"),
  };
}
