import type { Pairs } from "./measure-pairs.ts";

/** What one request makes the processes compute, alone → masked: LiteLLM's milliseconds, and the masker's after a plus. */
export function sayCpu({ aloneCpuMs, maskedCpuMs }: Pairs): string {
  return [aloneCpuMs, maskedCpuMs].map((all) => all.map((each) => each.toFixed(1)).join(" + ")).join(" → ");
}
