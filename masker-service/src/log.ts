import winston from "winston";
import { MaskerError } from "./errors.ts";

export type Log = winston.Logger;

/** JSON lines on standard output. Callers pass counts, kinds, scopes and times; never a text or a value. */
export function createLog(level: string): Log {
  return winston.createLogger({
    level,
    format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
    transports: [new winston.transports.Console()],
  });
}

/**
 * What may be logged of an error. Only a MaskerError's message is known to hold no value: others quote
 * what they choked on (JSON.parse does), so of those the name and the place remain.
 */
export function describeError(error: unknown): Record<string, string> {
  if (error instanceof MaskerError) return { code: error.code, message: error.message };
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = error.stack?.split("\n").filter((line) => /^\s+at /.test(line)) ?? [];
  return { error: error.name, at: frames.slice(0, 8).join("\n") };
}
