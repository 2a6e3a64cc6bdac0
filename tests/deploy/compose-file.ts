import { readFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import { REPOSITORY } from "../e2e/chain/repository.ts";
import { interpolate } from "./interpolate.ts";

/** A service, as far as the tests look at it. */
export interface ComposeService {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile?: string };
  readonly user?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly (string | object)[];
  readonly ports?: readonly (string | { readonly published: number; readonly target: number })[];
  readonly networks?: readonly string[];
  readonly profiles?: readonly string[];
  readonly secrets?: readonly string[];
  readonly healthcheck?: {
    readonly test?: readonly string[];
    readonly disable?: boolean;
    readonly start_period?: string;
  };
  readonly deploy?: { readonly resources: { readonly limits: Limits } };
  readonly [field: string]: unknown;
}

interface Limits {
  /** With a unit, as 1G. */
  readonly memory: string;
  /** Processes and threads; Swarm has none. */
  readonly pids?: number;
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, unknown>>;
  readonly configs?: Readonly<Record<string, unknown>>;
}

export function readText(file: string): Promise<string> {
  return readFile(path.join(REPOSITORY, file), "utf8");
}

/** Reads a Compose or stack file, its anchors merged and its variables filled; one that is filled with nothing is "". */
export async function readComposeFile(
  file: string,
  environment: Readonly<Record<string, string>>,
): Promise<ComposeFile> {
  const compose = parse(interpolate(await readText(file), environment), { merge: true }) as ComposeFile;
  for (const service of Object.values(compose.services)) {
    const { environment: given } = service;
    if (given === undefined) continue;
    const filled = Object.entries(given).map(([name, value]: [string, string | null]) => [name, value ?? ""]);
    Object.assign(service, { environment: Object.fromEntries(filled) as Record<string, string> });
  }
  return compose;
}
