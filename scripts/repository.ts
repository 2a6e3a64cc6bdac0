import path from "node:path";

/** The root of this repository. */
export const REPOSITORY = path.dirname(import.meta.dirname);
