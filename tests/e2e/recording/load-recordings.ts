import { readdirSync, readFileSync } from "node:fs";
import type { Recording } from "./recording.ts";

const FOLDER = new URL("../recordings/", import.meta.url);

/** All recordings, by file name. */
export function loadRecordings(): { readonly file: string; readonly recording: Recording }[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".json"));
  return files.map((file) => {
    return { file, recording: JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")) as Recording };
  });
}
