import { parseArgs } from "node:util";
import path from "node:path";
import { readFileSync } from "node:fs";
import { allowValue } from "./patterns/allow-value.ts";
import { findHits, formatHits } from "./patterns/find-hits.ts";
import { REPOSITORY } from "./repository.ts";
import { runCommand } from "./run-command.ts";
import { SetupError } from "./setup-error.ts";
import { readEnvironment } from "./start/read-settings.ts";
import { MaskerError } from "../masker-service/src/errors.ts";
import { readPatternConfig } from "../masker-service/src/config.ts";

const USAGE = "Usage: npm run patterns:try -- FILE [--profile strict|default|secrets] [--allow N] [--settings FILE]";

/**
 * Says what of a file would be masked with the settings of .env, masking nothing; `--allow N` adds the value of hit N to
 * MASKER_ALLOW_FILE.
 */
await runCommand(async () => {
  const { values, positionals } = parseArgs({
    options: {
      allow: { type: "string" },
      profile: { type: "string" },
      settings: { type: "string", default: path.join(REPOSITORY, ".env") },
    },
    allowPositionals: true,
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new SetupError(USAGE);
  const environment = {
    ...readEnvironment(values.settings, process.env),
    ...(values.profile !== undefined && { MASKER_PROFILE: values.profile }),
  };
  try {
    const config = readPatternConfig(environment);
    const hits = await findHits(config, readText(file));
    if (values.allow === undefined) console.log(formatHits(file, hits));
    else console.log(await allowValue(config.allowFile, hits, values.allow));
  } catch (error) {
    throw error instanceof MaskerError ? new SetupError(error.message, { cause: error }) : error;
  }
  return 0;
});

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new SetupError(`${file}: cannot be read.`, { cause });
  }
}
