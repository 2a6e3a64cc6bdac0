import { existsSync, globSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { REPOSITORY } from "../e2e/chain/repository.ts";
import { readText } from "./compose-file.ts";
import { type Instruction, readDockerfile } from "./read-dockerfile.ts";

const FILES = globSync("deploy/*/Dockerfile", { cwd: REPOSITORY });
const PINNED = /^[\w./-]+:v?\d+\.\d+\.\d+(?:-[\w.-]+)?$/;

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version: string }>>;
}

async function lockedVersion(name: string): Promise<string> {
  const lock = JSON.parse(await readText("package-lock.json")) as Lock;
  return lock.packages[`node_modules/${name}`]?.version ?? "not locked";
}

const wordsOf = (instructions: readonly Instruction[], name: string): string[] =>
  instructions.filter((instruction) => instruction.name === name).map(({ words }) => words);

test("there are three", () => {
  expect(FILES.toSorted()).toEqual(["claude-code", "litellm", "masker"].map((name) => `deploy/${name}/Dockerfile`));
});

describe.each(FILES)("%s", (file) => {
  test("starts from an image that is pinned by version, and that a builder may pin by digest", async () => {
    const instructions = await readDockerfile(file);
    const [name, image] = /^(\w+_IMAGE)=(.*)$/.exec(wordsOf(instructions, "ARG")[0] ?? "")?.slice(1) ?? [];
    expect(image).toMatch(PINNED);
    for (const from of wordsOf(instructions, "FROM")) expect(from.split(" ")[0]).toBe(`\${${name}}`);
  });

  test("ends as a user that is not root, by number, and nothing is installed or written as that user", async () => {
    const instructions = await readDockerfile(file);
    const users = instructions.findIndex(({ name }) => name === "USER");
    expect(instructions[users]?.words).toMatch(/^[1-9]\d*:\d+$/);
    expect(wordsOf(instructions, "USER")).toHaveLength(1);
    expect(instructions.slice(users).map(({ name }) => name)).not.toContain("RUN");
    expect(instructions.slice(users).map(({ name }) => name)).not.toContain("COPY");
  });

  test("holds no secret, fetches nothing by ADD, and runs its program directly", async () => {
    const instructions = await readDockerfile(file);
    const set = [...wordsOf(instructions, "ENV"), ...wordsOf(instructions, "ARG")].join(" ");
    expect(set).not.toMatch(/(?:KEY|PASSWORD|SECRET|TOKEN)\w*=/);
    expect(wordsOf(instructions, "ADD")).toEqual([]);
    expect(instructions.map(({ words }) => words).join("\n")).not.toMatch(
      /\bsudo\b|curl .*\||:latest\b|apt-get upgrade/,
    );
    for (const words of [...wordsOf(instructions, "ENTRYPOINT"), ...wordsOf(instructions, "CMD")]) {
      expect(JSON.parse(words)).toEqual(expect.arrayContaining([expect.any(String)]));
    }
  });

  test("says how its health is seen", async () => {
    expect(wordsOf(await readDockerfile(file), "HEALTHCHECK")).toHaveLength(1);
  });

  test("copies only what .dockerignore lets through", async () => {
    const lines = (await readText(".dockerignore")).split("\n");
    const copied = wordsOf(await readDockerfile(file), "COPY").filter((words) => !words.includes("--from="));
    const sources = copied.flatMap((words) =>
      words
        .split(" ")
        .filter((word) => !word.startsWith("--"))
        .slice(0, -1),
    );
    expect(lines).toEqual(expect.arrayContaining(sources.map((source) => `!${source}`)));
  });
});

test("the masker's image runs the Node that the tests run", async () => {
  const args = wordsOf(await readDockerfile("deploy/masker/Dockerfile"), "ARG");
  expect(args).toEqual([`NODE_IMAGE=node:${await lockedVersion("node")}-bookworm-slim`]);
});

test("Claude Code's image has the Claude Code that the tests run", async () => {
  const version = await lockedVersion("@anthropic-ai/claude-code");
  const args = wordsOf(await readDockerfile("deploy/claude-code/Dockerfile"), "ARG");
  expect(args).toEqual([`NODE_IMAGE=node:${await lockedVersion("node")}-bookworm`, `CLAUDE_CODE_VERSION=${version}`]);
  expect(await readText("docker-compose.yml")).toContain(`image: masking-gateway/claude-code:${version}`);
});

test("LiteLLM's image is of the version that the tests run", async () => {
  const version = /^litellm\[proxy\]==(\S+)$/m.exec(await readText("litellm/requirements.in"))?.[1];
  const image = `ghcr.io/berriai/litellm-non_root:v${version}`;
  expect(wordsOf(await readDockerfile("deploy/litellm/Dockerfile"), "ARG")).toEqual([`LITELLM_IMAGE=${image}`]);
  expect(await readText("docker-compose.yml")).toContain(`image: \${LITELLM_IMAGE:-${image}}`);
});

test("the masker's compile cache is made with the flags and by the user that it is used with", async () => {
  const instructions = await readDockerfile("deploy/masker/Dockerfile");
  const [fill = ""] = wordsOf(instructions, "RUN").filter((words) => words.includes("compile-cache"));
  const [, ...flags] = (JSON.parse(wordsOf(instructions, "CMD")[0] ?? "[]") as string[]).slice(0, -1);
  const [user = ""] = wordsOf(instructions, "USER")[0]?.split(":") ?? [];
  expect(fill).toContain(`--reuid=${user} --regid=${user} --clear-groups node ${flags.join(" ")} --input-type`);
  for (const [, names = ""] of fill.matchAll(/\[(.*?)\]/g)) {
    for (const name of JSON.parse(`[${names}]`) as string[]) {
      expect(existsSync(path.join(REPOSITORY, `masker-service/src/${name}.ts`)), name).toBe(true);
    }
  }
  expect(wordsOf(instructions, "ENV").join(" ")).toContain("NODE_COMPILE_CACHE=/app/compile-cache");
});
