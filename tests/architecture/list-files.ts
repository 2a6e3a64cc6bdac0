import { existsSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";

const CODE = /\.(?:ts|mjs|py|lua|sh)$/;

/** Every file that is, or would be, committed under a root; paths relative to it. */
export async function listFiles(root: string): Promise<string[]> {
  const words = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
  const { stdout } = await execa("git", words, { cwd: root });
  const names = stdout.split("\0").filter((name) => name !== "");
  return names.filter((name) => existsSync(path.join(root, name)));
}

/** Those that hold code of ours. */
export async function listCode(root: string): Promise<string[]> {
  return (await listFiles(root)).filter((name) => CODE.test(name));
}
