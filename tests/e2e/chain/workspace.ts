import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A home and a project directory for one Claude Code, both empty at first. */
export interface Workspace {
  readonly home: string;
  readonly project: string;
  dispose(): Promise<void>;
}

export async function createWorkspace(): Promise<Workspace> {
  const root = await mkdtemp(join(tmpdir(), "masker-claude-"));
  const [home, project] = [join(root, "home"), join(root, "project")];
  await mkdir(home);
  await mkdir(project);
  return { home, project, dispose: () => rm(root, { recursive: true, force: true }) };
}
