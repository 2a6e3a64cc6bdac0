import { MaskerError } from "../errors.ts";
import { describeError } from "../log.ts";
import type { ThreadError } from "./message.ts";

/** An error as it passes between threads, where classes are lost. */
export function packError(error: unknown): ThreadError {
  if (error instanceof MaskerError) return { code: error.code, message: error.message, stack: "" };
  const { error: name = "Error", at = "" } = describeError(error);
  return { code: undefined, message: name, stack: at };
}

export function unpackError({ code, message, stack }: ThreadError): Error {
  if (code !== undefined) return new MaskerError(code, message);
  return Object.assign(new Error(message), { stack: `${message}\n${stack}` });
}
