import { describe, expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { newInstanceId } from "./originals.ts";
import type { RecordedRequest } from "./provider/recorded-request.ts";
import { runClaude } from "./run-claude.ts";
import { seenPrompt } from "./seen.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const RUNS_PER_TEAM = 4;
const EVERY_PLACEHOLDER = Array.from({ length: RUNS_PER_TEAM }, (_, at) => `ec2-00${at + 1}`).join(" ");

const used = useGateway();
const { gateway } = used;

describe("eight headless runs at once in two teams", () => {
  test("each reads its own original alone, though all placeholders of its team are said to it", async () => {
    const teams = [newTeamKey(), newTeamKey()];
    const runs = teams.flatMap((key) =>
      Array.from({ length: RUNS_PER_TEAM }, () => ({ key, instance: newInstanceId() })),
    );
    used.provider.script((request) => ({
      blocks: [{ type: "text", text: `${seenPrompt(request)} of ${EVERY_PLACEHOLDER}`, sizes: [1, 2] }],
      delayBetweenDeltas: 5,
    }));

    const outputs = await Promise.all(
      runs.map(async ({ key, instance }) => {
        const workspace = await used.newWorkspace();
        return runClaude({ workspace, url: gateway.url, key, args: ["-p", `mine ${instance}`] });
      }),
    );

    const allOriginals = runs.map((run) => run.instance);
    for (const [at, { stdout, exitCode }] of outputs.entries()) {
      const { instance } = runs[at] ?? { instance: "" };
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(new RegExp(`^mine ${instance} of `));
      expect(allOriginals.filter((original) => stdout.includes(original))).toEqual([instance]);
      expect(stdout.match(/ec2-\d{3}/g)).toHaveLength(RUNS_PER_TEAM - 1);
    }
    const issued = used.provider.requests.map(placeholderOf).toSorted();
    expect(issued, "each team has its own numbers").toEqual(
      EVERY_PLACEHOLDER.split(" ").flatMap((each) => [each, each]),
    );
    expectUnseen(used.provider.requests, allOriginals);
    await expectUnstored(gateway, allOriginals);
  });
});

function placeholderOf(request: RecordedRequest): string {
  return seenPrompt(request).replace("mine ", "");
}
