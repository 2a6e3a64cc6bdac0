import path from "node:path";
import { runStep } from "../progress.ts";
import { REPOSITORY } from "../repository.ts";
import { prepareEnvironment } from "./prepare-environment.ts";

/** Brings LiteLLM's Python environment up to the lock, in sight of a person; returns its Python. */
export function installPackages(directory: string): Promise<string> {
  const lockFile = path.join(REPOSITORY, "litellm/requirements.lock");
  const python = process.env["PYTHON"] ?? "python3";
  return runStep("Python packages", (note) => prepareEnvironment({ directory, lockFile, python }, note));
}
