import { randomUUID } from "node:crypto";

/** A key of a team that nobody used before, so of a scope in which every number is still free. */
export function newTeamKey(): string {
  return `sk-team-${randomUUID()}`;
}
