const TERMINAL_MILLISECONDS = 1000;
const PLAIN_MILLISECONDS = 5000;

/** What a step may say of itself while it runs; the last note stays on its closing line. */
export type Note = (detail: string) => void;

/**
 * Runs one step of a set-up under the eyes of a person: its name at once, then the elapsed seconds with its last note, in
 * place on a terminal and as a line every 5 s elsewhere, and a closing line with the time it took: with ✓, ✗ where it
 * failed, or ! where it did not but something is missing.
 */
export async function runStep<T>(
  name: string,
  work: (note: Note) => Promise<T>,
  isMissing: (result: T) => boolean = () => false,
): Promise<T> {
  const begun = performance.now();
  const isTerminal = process.stdout.isTTY;
  let detail = "";
  const suffix = (): string => (detail === "" ? "" : `: ${detail}`);
  const clock = setInterval(show, isTerminal ? TERMINAL_MILLISECONDS : PLAIN_MILLISECONDS);
  if (isTerminal) show();
  try {
    const result = await work((text) => (detail = text));
    close(isMissing(result) ? "!" : "✓");
    return result;
  } catch (error) {
    close("✗");
    throw error;
  }

  function show(): void {
    const line = `… ${name} (${elapsedSince(begun)})${suffix()}`;
    if (!isTerminal) return console.log(line);
    // a line that wraps could not be rewritten in place
    process.stdout.write(`\r\u001B[K${line.slice(0, Math.max(process.stdout.columns, 40) - 1)}`);
  }

  function close(mark: string): void {
    clearInterval(clock);
    console.log(`${isTerminal ? "\r\u001B[K" : ""}${mark} ${name}${suffix()} (${elapsedSince(begun)})`);
  }
}

/** Time since a `performance.now()`, as people read it: `0.4 s`, `12 s`, `3 min 5 s`. */
export function elapsedSince(begun: number): string {
  const seconds = (performance.now() - begun) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
