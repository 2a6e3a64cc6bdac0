import { auditBody, type BodyChecks } from "../mask/mask-body.ts";
import type { MaskTexts } from "../mask/mask-texts.ts";
import { createThrowaway } from "../mask/throwaway.ts";
import { countBy } from "./count-kinds.ts";
import type { Parts } from "./parts.ts";

/** A body of a long conversation may hold thousands; a line of a log should not. */
const MOST_PLACES = 100;

interface AuditedRequest {
  readonly maskTexts: MaskTexts;
  readonly scope: string;
  readonly json: string;
  readonly checks: BodyChecks;
  /** What every line of the log about this request says. */
  readonly event: Readonly<Record<string, unknown>>;
}

/** Reports what would be masked in a body that is sent on as it is: kinds, counts and offsets, no value. Stores nothing. */
export async function auditRequest(parts: Parts, request: AuditedRequest): Promise<void> {
  const { maskTexts, scope, json, checks, event } = request;
  const places = await auditBody(maskTexts, scope, json, createThrowaway(parts.store), checks);
  const kinds = countBy(places, ({ kind }) => kind);
  parts.metrics.auditRequests.inc();
  for (const [kind, count] of Object.entries(kinds)) parts.metrics.auditFound.inc({ kind }, count);
  parts.log.warn("sent on unmasked: audit mode", {
    ...event,
    event: "audited",
    kinds,
    found: places.length,
    places: places.slice(0, MOST_PLACES).map(({ kind, start, end }) => `${kind} ${start}-${end}`),
  });
}
