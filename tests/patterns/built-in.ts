import { fileURLToPath } from "node:url";
import { readPatternFiles } from "../../masker-service/src/patterns/read-pattern-files.ts";

/** The directory of the patterns that come with the masker. */
export const BUILT_IN = fileURLToPath(new URL("../../masker-service/patterns", import.meta.url));

/** All patterns that come with the masker, on or off. */
export const BUILT_IN_PATTERNS = (await readPatternFiles([BUILT_IN])).flatMap(({ patterns }) => patterns);
