import { readText } from "./compose-file.ts";

export interface Instruction {
  /** In capitals: FROM, RUN, COPY … */
  readonly name: string;
  readonly words: string;
}

/** The instructions of a Dockerfile, continued lines joined, comments left out. */
export async function readDockerfile(file: string): Promise<Instruction[]> {
  const lines = (await readText(file)).replaceAll(/^\s*#.*\n/gm, "").replaceAll(/\\\n\s*/g, " ");
  return lines
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [, name = "", words = ""] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
      return { name: name.toUpperCase(), words };
    });
}
