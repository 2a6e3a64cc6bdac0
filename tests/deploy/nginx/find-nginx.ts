import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

const PROGRAMS = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/local/bin/nginx", "/opt/homebrew/bin/nginx"];
/** Debian's module of its own for connections that are not HTTP; elsewhere, as in nginx's image, it is built in. */
const STREAM_MODULE = "/usr/lib/nginx/modules/ngx_stream_module.so";
const DEBIAN_PACKAGES = ["nginx-light", "libnginx-mod-stream"];
const APT_GET = "apt-get -o DPkg::Lock::Timeout=120 --yes --quiet";
const LOCK = join(tmpdir(), "masker-tests-install-nginx.lock");

/** How long a test's set-up may take where nginx has to be installed first. */
export const NGINX_PATIENCE_MS = 240_000;

export interface NginxFound {
  readonly program: string;
  /** The directive that loads the stream module; "" where it is built in. */
  readonly loadStream: string;
}

/** The nginx of this machine; as root on a Debian without one, it is installed first. Throws where neither is possible. */
export async function findNginx(): Promise<NginxFound> {
  const found = (await look()) ?? (await install()) ?? (await look());
  if (typeof found === "object") return found;
  throw new Error(
    `nginx with its stream module: not found (${PROGRAMS.join(", ")}), and ${found ?? "apt-get put it elsewhere"}. ` +
      `Install it (Debian: apt-get install ${DEBIAN_PACKAGES.join(" ")}), then run this test again.`,
  );
}

async function look(): Promise<NginxFound | undefined> {
  const program = PROGRAMS.find((place) => existsSync(place));
  if (program === undefined) return undefined;
  if (existsSync(STREAM_MODULE)) return { program, loadStream: `load_module ${STREAM_MODULE};` };
  const { all } = await execa(program, ["-V"], { all: true });
  return /--with-stream(?= |$)/m.test(all) ? { program, loadStream: "" } : undefined;
}

/** Undefined where it went well, else why not. Test files run at once: one installs, the others wait for it. */
async function install(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return "only root can install it";
  const packages = ["--no-install-recommends", ...DEBIAN_PACKAGES].join(" ");
  const script = `test -e ${STREAM_MODULE} || { ${APT_GET} update && ${APT_GET} install ${packages}; }`;
  // Without the run level the package would start a server of its own, on port 80.
  const env = { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const run = await execa("flock", [LOCK, "sh", "-c", script], { env, reject: false, all: true });
  return run.exitCode === 0 ? undefined : `apt-get could not install it: ${run.all ?? run.message}`;
}
