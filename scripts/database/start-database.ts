import type { Note } from "../progress.ts";
import { SetupError } from "../setup-error.ts";
import { storeEnvironment } from "../start/child-environments.ts";
import type { KeptRunning } from "../start/keep-running.ts";
import type { Settings } from "../start/read-settings.ts";
import type { Surroundings } from "../start/surroundings.ts";
import { failureOfPostgres } from "./failure-of-postgres.ts";
import { preparePrisma } from "./prepare-prisma.ts";
import { startPostgres } from "./start-postgres.ts";

const WITHOUT = "no virtual keys and no admin UI, clients use the master key; `npm start -- --no-ui` does not ask";
const CURE = "Allow that download once, take LiteLLM's image (docs/deployment.md), or leave DATABASE_URL empty.";

/** What LiteLLM needs to reach its database. `running` only where this process started the server. */
export interface DatabaseInUse {
  readonly environment: Readonly<Record<string, string>>;
  readonly running?: KeptRunning;
}

/**
 * Makes LiteLLM's database ready: the one of DATABASE_URL, which must be there, else a local one. Where that cannot be had, the
 * note says why, the answer is null, and LiteLLM can run without.
 */
export async function startDatabase(
  settings: Settings,
  surroundings: Surroundings,
  note: Note,
): Promise<DatabaseInUse | null> {
  const { url } = settings.database;
  if (url !== undefined) return useGiven(url, settings, surroundings, note);
  try {
    const prisma = await preparePrisma(settings, surroundings.pythonDirectory, note);
    const { password = "", port } = settings.database;
    const postgres = { password, port, environment: storeEnvironment(settings) };
    const { url: local, running } = await startPostgres(postgres, surroundings, note);
    return { environment: { ...prisma, DATABASE_URL: local }, ...(running !== undefined && { running }) };
  } catch (error) {
    surroundings.abort.throwIfAborted();
    if (!(error instanceof SetupError)) throw error;
    note(`none, so ${WITHOUT}. Reason: ${error.message.split("\n")[0]}`);
    return null;
  }
}

async function useGiven(
  url: string,
  settings: Settings,
  { pythonDirectory }: Surroundings,
  note: Note,
): Promise<DatabaseInUse> {
  const { host } = new URL(url);
  const failure = await failureOfPostgres(url);
  if (failure !== null) {
    throw new SetupError(
      `DATABASE_URL: no PostgreSQL lets LiteLLM in at ${host} (${failure}). ` +
        "Start it, correct the address, user or password, or leave DATABASE_URL empty for a local one.",
    );
  }
  try {
    const prisma = await preparePrisma(settings, pythonDirectory, note);
    note(`DATABASE_URL, ${host}`);
    return { environment: { ...prisma, DATABASE_URL: url } };
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    throw new SetupError(`DATABASE_URL is set, but ${error.message}. ${CURE}`, { cause: error });
  }
}
