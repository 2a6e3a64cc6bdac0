import { chown, mkdir } from "node:fs/promises";
import { execa } from "execa";
import { SetupError } from "../setup-error.ts";

const USER = "postgres";

/**
 * PostgreSQL refuses to run as root. Where this process does, returns the words that start a program as the user `postgres`, who is made where he is
 * missing and given the directory. He keeps the right to pass any folder, since root's checkouts are often below a closed one. Else no words.
 */
export async function asPostgres(directory: string): Promise<string[]> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if (process.getuid?.() !== 0) return [];
  const uid = (await idOf("-u")) ?? (await makeUser());
  const gid = await idOf("-g");
  await chown(directory, Number(uid), Number(gid));
  const rights = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"];
  return ["setpriv", `--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", ...rights];
}

async function idOf(option: "-u" | "-g"): Promise<string | undefined> {
  const { exitCode, stdout } = await execa("id", [option, USER], { reject: false });
  return exitCode === 0 ? stdout : undefined;
}

async function makeUser(): Promise<string | undefined> {
  const { exitCode } = await execa("useradd", ["--system", "--user-group", "--no-create-home", USER], {
    reject: false,
  });
  if (exitCode !== 0) throw new SetupError(`PostgreSQL refuses to run as root, and the user '${USER}' cannot be made`);
  return idOf("-u");
}
