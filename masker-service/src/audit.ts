import { appendFile } from "node:fs/promises";
import { MaskerError } from "./errors.ts";
import type { Log } from "./log.ts";

/** Something that an auditor asks about: who saw originals, who removed them. Counts and kinds, never a value. */
export interface AuditEntry {
  readonly action: "unmask" | "forget value" | "delete scope" | "scope statistics";
  /** The name of the caller's key. */
  readonly who: string;
  readonly role: string;
  readonly scope: string;
  readonly requestId: string;
  /** Of distinct values, by the prefix of their placeholders: `{ec2: 2}`. */
  readonly kinds?: Readonly<Record<string, number>>;
  /** How much was restored, forgotten or deleted. */
  readonly count?: number;
  /** Placeholders asked for that the scope does not have. */
  readonly unknown?: number;
}

/** Resolves when the entry is written. Rejects if it cannot be: then nothing that it tells of may be answered. */
export type Audit = (entry: AuditEntry) => Promise<void>;

/**
 * The audit log: JSON lines appended to `file`, which is opened anew for each, so that it may be rotated at any time;
 * without one, lines with `"audit":true` among those of `log`.
 *
 * @throws MaskerError `bad_config` for a file that cannot be written
 */
export async function createAudit(file: string | undefined, log: Log): Promise<Audit> {
  if (file === undefined) {
    return async (entry) => {
      log.info("audit", { audit: true, ...entry });
    };
  }
  const append = (text: string) => appendFile(file, text, { mode: 0o600 });
  await append("").catch((error: unknown) => {
    throw new MaskerError(
      "bad_config",
      `MASKER_AUDIT_FILE cannot be written (${codeOf(error)}); name a file in a directory that the masker may write to`,
    );
  });
  return async (entry) => {
    const line = JSON.stringify({ audit: true, ...entry, timestamp: new Date().toISOString() });
    await append(`${line}\n`).catch((error: unknown) => {
      throw new MaskerError(
        "internal",
        `audit: the log cannot be written (${codeOf(error)}), so nothing is answered; see to the disk of MASKER_AUDIT_FILE`,
      );
    });
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
