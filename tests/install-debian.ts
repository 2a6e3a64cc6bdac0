import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

const APT_GET = "apt-get -o DPkg::Lock::Timeout=120 --yes --quiet";
const LOCK = join(tmpdir(), "masker-tests-install.lock");

/**
 * Installs Debian packages for the tests, as root, unless `sign`, a file of theirs (which may hold `*`), is there. Undefined where it
 * went well, else why not. Test files run at once: one installs, the others wait for it.
 */
export async function installDebian(packages: readonly string[], sign: string): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return "only root can install it";
  const names = ["--no-install-recommends", ...packages].join(" ");
  const script = `ls ${sign} >/dev/null 2>&1 || { ${APT_GET} update && ${APT_GET} install ${names}; }`;
  // Without the run level a package would start a server of its own.
  const env = { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const run = await execa("flock", [LOCK, "sh", "-c", script], { env, reject: false, all: true });
  return run.exitCode === 0 ? undefined : `apt-get could not install it: ${run.all ?? run.message}`;
}
