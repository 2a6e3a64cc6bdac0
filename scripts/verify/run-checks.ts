import type { Check, Finding } from "./check.ts";

const MARKS: Readonly<Record<Finding["state"], string>> = { ok: "✓", warning: "!", failed: "✗" };

/** Runs the checks one after the other and prints each with what to do, and a last line on all; returns how many failed. */
export async function runChecks(checks: readonly Check[]): Promise<number> {
  let failures = 0;
  let warnings = 0;
  for (const check of checks) {
    const finding = await check.run();
    console.log(`${MARKS[finding.state]} ${check.name}: ${finding.detail}`);
    if (finding.state !== "ok") console.log(`    → ${finding.cure}`);
    if (finding.state === "failed") failures++;
    if (finding.state === "warning") warnings++;
  }
  console.log(`\n${summarise(checks.length, failures, warnings)}`);
  return failures;
}

function summarise(checks: number, failures: number, warnings: number): string {
  if (failures > 0) return `${failures} of ${checks} checks failed.`;
  return warnings === 0 ? "All is well." : `No check failed; see the ${warnings} marked with !.`;
}
