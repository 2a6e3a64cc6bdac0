import { spawnSync } from "node:child_process";
import path from "node:path";

const PEERS = ["cloudmask", "litellm"] as const;
const PYTHON = process.env["MASKER_TEST_PYTHON"] ?? path.join(import.meta.dirname, "../../../.venv/bin/python");

/**
 * What cloudmask-aws and LiteLLM's content filter do with `text`, in MB a second; undefined for one that is not
 * installed in the Python environment, which is said aloud. Each runs for itself, in Python, by its own processor time.
 */
export function measurePeers(text: string): (number | undefined)[] {
  return PEERS.map((peer) => {
    const script = path.join(import.meta.dirname, "peers.py");
    const { status, stdout, stderr } = spawnSync(PYTHON, [script, peer], { input: text, encoding: "utf8" });
    if (status === 0) return Number(stdout);
    console.log(`bench scan: ${peer} is skipped: ${stderr?.trim().split("\n").at(-1) ?? `${PYTHON} does not run`}`);
    return undefined;
  });
}
