import { copyFile, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { whyNotOk } from "../../e2e/chain/why-not-ok.ts";
import { REPOSITORY } from "../../e2e/chain/repository.ts";
import { startService } from "../../e2e/chain/start-service.ts";
import { fillTemplate } from "./fill-template.ts";
import { findNginx } from "./find-nginx.ts";

const CONFIGURATIONS = path.join(REPOSITORY, "deploy/nginx");

export interface NginxOptions {
  /** Which of deploy/nginx: a nginx.conf and one template of the same name. */
  readonly name: "edge" | "masker-balancer";
  /** For the template; no other variable reaches it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Answers 200 once nginx is up. */
  readonly healthUrl: string;
  /** What stands in tls/*.conf, if anything. */
  readonly tls?: string;
}

export interface Nginx {
  /** The access log, one JSON event a line, and what nginx said on stderr. */
  log(): Promise<string>;
  /** Files that nginx keeps below its prefix now: bodies that it would have written to disk are here. */
  files(): Promise<string[]>;
  stop(): Promise<void>;
}

/** Runs the repository's nginx.conf, unchanged, with its template filled, as the containers do: `nginx -p … -c …`. */
export async function startNginx({ name, environment, healthUrl, tls }: NginxOptions): Promise<Nginx> {
  const directory = await mkdtemp(path.join(tmpdir(), "masker-nginx-"));
  const [configuration, prefix] = [path.join(directory, "etc"), path.join(directory, "tmp")];
  const log = path.join(directory, "nginx.log");
  await mkdir(path.join(configuration, "conf.d"), { recursive: true });
  await mkdir(path.join(configuration, "tls"));
  await mkdir(prefix);
  await copyFile(path.join(CONFIGURATIONS, name, "nginx.conf"), path.join(configuration, "nginx.conf"));
  const template = await readFile(path.join(CONFIGURATIONS, name, `${name}.conf.template`), "utf8");
  await writeFile(path.join(configuration, `conf.d/${name}.conf`), fillTemplate(template, environment));
  if (tls !== undefined) await writeFile(path.join(configuration, "tls/tls.conf"), tls);
  const nginx = await findNginx();
  const service = await startService({
    name: `nginx, the ${name}`,
    command: nginx.program,
    args: ["-p", `${prefix}/`, "-c", path.join(configuration, "nginx.conf"), "-g", `daemon off; ${nginx.loadStream}`],
    cwd: directory,
    env: {},
    log,
    readyWithinMs: 60_000,
    whyNotReady: () => whyNotOk(healthUrl),
  });
  return {
    log: () => readFile(log, "utf8"),
    async files() {
      const entries = await readdir(prefix, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
    },
    async stop() {
      await service.stop();
      await rm(directory, { recursive: true });
    },
  };
}
