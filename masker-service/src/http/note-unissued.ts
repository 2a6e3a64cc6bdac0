import type { Policy } from "../policy/policy.ts";
import type { Parts } from "./parts.ts";

/** What a tool was to be called with though its request did not hold it. It stands for nothing, so the log may name it. */
export function noteUnissued(
  { metrics, log }: Parts,
  event: Readonly<Record<string, unknown>>,
  guard: Policy["guard"],
  placeholders: ReadonlySet<string>,
): void {
  if (placeholders.size === 0) return;
  metrics.unissued.inc({ guard }, placeholders.size);
  log.warn("unissued placeholder in a tool call", {
    ...event,
    event: "unissued",
    guard,
    placeholders: [...placeholders],
  });
}
