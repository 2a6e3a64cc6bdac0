import type { Check, Finding } from "./check.ts";

const MARKS: Readonly<Record<Finding["state"], string>> = { ok: "✓", warning: "!", failed: "✗" };

/** Runs the checks one after the other and prints each with what to do; returns how many failed. */
export async function runChecks(checks: readonly Check[]): Promise<number> {
  let failures = 0;
  for (const check of checks) {
    const finding = await check.run();
    console.log(`${MARKS[finding.state]} ${check.name}: ${finding.detail}`);
    if (finding.state !== "ok") console.log(`    → ${finding.cure}`);
    if (finding.state === "failed") failures++;
  }
  return failures;
}
