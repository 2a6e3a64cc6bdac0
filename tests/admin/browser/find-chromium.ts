import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

const PROGRAMS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const APT_GET = "apt-get -o DPkg::Lock::Timeout=300 --yes --quiet";
const LOCK = join(tmpdir(), "masker-tests-install-chromium.lock");

/** How long a test's set-up may take where Chromium has to be installed first. */
export const CHROMIUM_PATIENCE_MS = 300_000;

/** The browser of this machine; as root on a Debian without one, it is installed first. Throws where neither is possible. */
export async function findChromium(): Promise<string> {
  const found = look() ?? (await install()) ?? look();
  if (found !== undefined && existsSync(found)) return found;
  throw new Error(
    `Chromium: not found (${PROGRAMS.join(", ")}), and ${found ?? "apt-get put it elsewhere"}. ` +
      "Install it (Debian: apt-get install chromium), then run this test again.",
  );
}

function look(): string | undefined {
  return PROGRAMS.find((program) => existsSync(program));
}

/** Undefined where it went well, else why not. */
async function install(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return "only root can install it";
  const script = `test -e ${PROGRAMS[0]} || { ${APT_GET} update && ${APT_GET} install --no-install-recommends chromium; }`;
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const run = await execa("flock", [LOCK, "sh", "-c", script], { env, reject: false, all: true });
  return run.exitCode === 0 ? undefined : `apt-get could not install it: ${run.all ?? run.message}`;
}
