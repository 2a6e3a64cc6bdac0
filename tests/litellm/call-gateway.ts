import { join } from "node:path";
import { execa } from "execa";
import { litellmPython } from "../e2e/chain/litellm-python.ts";

export interface GatewayCall {
  /** `module.function` of litellm/gateway. */
  readonly call: string;
  readonly arguments: readonly unknown[];
}

/** `value`, its JSON as Python writes it, and the arguments as the call left them; or how it was refused, or failed. */
export interface Outcome {
  readonly value?: unknown;
  readonly text?: string;
  readonly arguments?: readonly unknown[];
  readonly refused?: number;
  readonly message?: string;
  readonly failed?: string;
}

/** Runs the calls in one Python process, in turn. */
export async function callGateway(calls: readonly GatewayCall[]): Promise<Outcome[]> {
  const script = join(import.meta.dirname, "call_gateway.py");
  const input = calls.map((call) => JSON.stringify(call)).join("\n");
  const { stdout } = await execa(litellmPython(), [script], { input, maxBuffer: 2 ** 28 });
  return stdout.split("\n").map((line) => JSON.parse(line) as Outcome);
}
