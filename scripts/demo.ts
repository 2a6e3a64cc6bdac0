import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startProvider } from "../tests/e2e/provider/provider.ts";
import { runClaude } from "../tests/e2e/run-claude.ts";
import { seenPrompt } from "../tests/e2e/seen.ts";
import { createWorkspace } from "../tests/e2e/workspace.ts";
import { demoSettings } from "./demo/demo-settings.ts";
import { showSides } from "./demo/show-sides.ts";
import { runStep } from "./progress.ts";
import { installPackages } from "./python/install-packages.ts";
import { REPOSITORY } from "./repository.ts";
import { runCommand } from "./run-command.ts";
import { SetupError } from "./setup-error.ts";
import { startGateway } from "./start/start-gateway.ts";

const ORIGINALS = ["i-1234567890abcdef0", "AKIA1234567890ABCDEF"];
const TYPED = `EC2 인스턴스 ${ORIGINALS[0]}와 IAM 키 ${ORIGINALS[1]} 분석해줘`;

await runCommand(async () => {
  const pythonDirectory = path.join(REPOSITORY, ".venv");
  await installPackages(pythonDirectory);
  const dataDirectory = await mkdtemp(path.join(tmpdir(), "masker-demo-"));
  const provider = await startProvider();
  provider.script((request) => ({
    blocks: [{ type: "text", text: `확인했습니다: ${seenPrompt(request)}`, sizes: [2, 3] }],
  }));
  const workspace = await createWorkspace();
  const abort = new AbortController();
  process.once("SIGINT", () => abort.abort(new SetupError("Stopped.")));
  try {
    const settings = await demoSettings(dataDirectory, provider.url);
    const surroundings = { dataDirectory, pythonDirectory, say: console.log, abort: abort.signal };
    const gateway = await startGateway(settings, surroundings, "no-ui");
    try {
      const turn = { workspace, url: gateway.url, key: settings.litellm.masterKey, args: ["-p", TYPED] };
      const { stdout, stderr } = await runStep("Claude Code, one turn", () => runClaude(turn));
      const seen = provider.requests.map(seenPrompt).at(-1) ?? "nothing";
      console.log(`\n${showSides({ typed: TYPED, seen, read: stdout || stderr })}\n`);
      return judge(
        provider.requests.map(({ raw }) => raw.toString()),
        stdout,
      );
    } finally {
      await gateway.stop();
    }
  } finally {
    await provider.stop();
    await workspace.dispose();
    await rm(dataDirectory, { recursive: true });
  }
});

/** The exit code: 0 when no original reached the provider and all of them came back. */
function judge(requests: readonly string[], read: string): number {
  const leaked = ORIGINALS.filter((original) => requests.some((request) => request.includes(original)));
  const restored = ORIGINALS.filter((original) => read.includes(original));
  console.log(`Originals in the ${requests.length} requests that the provider got: ${leaked.length}.`);
  console.log(`Originals back in the answer: ${restored.length} of ${ORIGINALS.length}.`);
  return requests.length > 0 && leaked.length === 0 && restored.length === ORIGINALS.length ? 0 : 1;
}
