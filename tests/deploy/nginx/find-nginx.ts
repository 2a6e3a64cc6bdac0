import { existsSync } from "node:fs";
import { execa } from "execa";
import { installDebian } from "../../install-debian.ts";

const PROGRAMS = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/local/bin/nginx", "/opt/homebrew/bin/nginx"];
/** Debian's module of its own for connections that are not HTTP; elsewhere, as in nginx's image, it is built in. */
const STREAM_MODULE = "/usr/lib/nginx/modules/ngx_stream_module.so";
const DEBIAN_PACKAGES = ["nginx-light", "libnginx-mod-stream"];

/** How long a test's set-up may take where nginx has to be installed first. */
export const NGINX_PATIENCE_MS = 240_000;

export interface NginxFound {
  readonly program: string;
  /** The directive that loads the stream module; "" where it is built in. */
  readonly loadStream: string;
}

/** The nginx of this machine; as root on a Debian without one, it is installed first. Throws where neither is possible. */
export async function findNginx(): Promise<NginxFound> {
  const found = (await look()) ?? (await installDebian(DEBIAN_PACKAGES, STREAM_MODULE)) ?? (await look());
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
