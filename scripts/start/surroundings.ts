/** Where the parts keep their files, who hears what happens to them, and what ends them while they start. */
export interface Surroundings {
  /** Logs, and the data of Redis. */
  readonly dataDirectory: string;
  /** The Python virtual environment. */
  readonly pythonDirectory: string;
  readonly say: (line: string) => void;
  readonly abort: AbortSignal;
}
