/** What a check found. A failure says what to do about it; a warning is a set-up that works but may surprise. */
export type Finding =
  | { readonly state: "ok"; readonly detail: string }
  | { readonly state: "warning" | "failed"; readonly detail: string; readonly cure: string };

/** One thing that must hold for the gateway to work. */
export interface Check {
  readonly name: string;
  run(): Promise<Finding>;
}

export function ok(detail: string): Finding {
  return { state: "ok", detail };
}

export function failed(detail: string, cure: string): Finding {
  return { state: "failed", detail, cure };
}

export function warning(detail: string, cure: string): Finding {
  return { state: "warning", detail, cure };
}
