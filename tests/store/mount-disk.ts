import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";

export interface Disk {
  readonly directory: string;
  /** Leaves no byte free. */
  fill(): Promise<void>;
  free(): Promise<void>;
  unmount(): Promise<void>;
}

/** A disk of so many megabytes that outlives the servers on it, as a real one does. Needs the right to mount. */
export async function mountDisk(megabytes: number): Promise<Disk> {
  const directory = await mkdtemp(path.join(tmpdir(), "masker-disk-"));
  await execa("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", directory]);
  const filler = path.join(directory, "filler");
  return {
    directory,
    async fill() {
      const isFull = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOSPC";
      await writeFile(filler, Buffer.alloc(megabytes << 20)).catch((error: unknown) => {
        if (!isFull(error)) throw error;
      });
    },
    free: () => rm(filler),
    async unmount() {
      await execa("umount", ["--lazy", directory]);
      await rm(directory, { recursive: true });
    },
  };
}
