import { SetupError } from "../setup-error.ts";
import type { Settings } from "../start/read-settings.ts";

/** Throws SetupError where a secret of the database or the admin UI is missing. Outside of production they have been made by now. */
export function requireSecrets({ environment, database }: Settings): void {
  const needed = ["UI_PASSWORD", "LITELLM_SALT_KEY", ...(database.url === undefined ? ["POSTGRES_PASSWORD"] : [])];
  const missing = needed.filter((name) => environment[name] === undefined);
  if (missing.length === 0) return;
  throw new SetupError(
    `Settings: ${missing.join(", ")} missing. In production npm start makes no secrets: ` +
      "give them (openssl rand -base64 32 makes one), or leave the admin UI out with --no-ui.",
  );
}
