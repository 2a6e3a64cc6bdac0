import { randomUUID } from "node:crypto";

/** LiteLLM's metadata of a team and of a key. */
export interface KeyMetadata {
  readonly team?: unknown;
  readonly key?: unknown;
}

/** A key of a team that nobody used before, so of a scope in which every number is still free. */
export function newTeamKey(metadata?: KeyMetadata): string {
  return `sk-team-${randomUUID()}${write(metadata)}`;
}

/** The same of a user who has no team. */
export function newUserKey(metadata?: KeyMetadata): string {
  return `sk-user-${randomUUID()}${write(metadata)}`;
}

/** As team_auth.py reads it. */
function write(metadata: KeyMetadata | undefined): string {
  return metadata === undefined ? "" : `~${Buffer.from(JSON.stringify(metadata)).toString("base64url")}`;
}
