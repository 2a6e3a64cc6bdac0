import { existsSync, globSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";

/**
 * pip writes a package's RECORD last. A package without one was cut off while it was unpacked: pip would take it for
 * installed, or fail to replace it, so its metadata goes and it is installed again.
 */
export async function removeBrokenPackages(directory: string): Promise<void> {
  const packages = globSync(path.join(directory, "lib/python*/site-packages/*.dist-info"));
  const broken = packages.filter((metadata) => !existsSync(path.join(metadata, "RECORD")));
  await Promise.all(broken.map((metadata) => rm(metadata, { recursive: true })));
}
