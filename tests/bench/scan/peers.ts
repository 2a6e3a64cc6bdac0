import { spawnSync } from "node:child_process";
import path from "node:path";
import { z } from "zod";
import { prepareEnvironment } from "../../../scripts/python/prepare-environment.ts";
import { REPOSITORY } from "../../../scripts/repository.ts";

const LITELLM_PYTHON = process.env["MASKER_TEST_PYTHON"] ?? path.join(REPOSITORY, ".venv/bin/python");
const answerSchema = z.object({ speed: z.number(), masked: z.array(z.string()) });

/** A masker of Python's package index, ready to run. */
export interface Peer {
  readonly name: string;
  readonly python: string;
}

/** What a peer did: MB a second, by its own processor time, and texts as it masked them. */
export type PeerAnswer = z.output<typeof answerSchema>;

/** cloudmask-aws in an environment of its own, made here from a lock with hashes, and LiteLLM's content filter in LiteLLM's. */
export async function preparePeers(): Promise<Peer[]> {
  const cloudmask = await prepareEnvironment(
    {
      directory: path.join(REPOSITORY, ".data/bench/cloudmask"),
      lockFile: path.join(import.meta.dirname, "cloudmask.lock"),
      python: process.env["PYTHON"] ?? "python3",
    },
    () => {},
  );
  return [
    { name: "cloudmask", python: cloudmask },
    { name: "litellm", python: LITELLM_PYTHON },
  ];
}

/** Lets a peer mask `speed`, timed, and `texts`; undefined where it does not run, which is said aloud. */
export function askPeer({ name, python }: Peer, speed: string, texts: readonly string[]): PeerAnswer | undefined {
  const script = path.join(import.meta.dirname, "peers.py");
  const input = JSON.stringify({ speed, texts });
  const { status, stdout, stderr } = spawnSync(python, [script, name], { input, encoding: "utf8", maxBuffer: 1e9 });
  if (status === 0) return answerSchema.parse(JSON.parse(stdout.slice(stdout.lastIndexOf('\n{"speed"') + 1)));
  console.log(`bench scan: ${name} is skipped: ${stderr?.trim().split("\n").at(-1) ?? `${python} does not run`}`);
  return undefined;
}
