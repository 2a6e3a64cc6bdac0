import { tryGet } from "../start/try-get.ts";
import { type Check, ok, warning } from "./check.ts";

/** This shell, as Claude Code started from it would find it. */
export function shellCheck(url: string, shell: Readonly<Record<string, string | undefined>>): Check {
  return {
    name: "This shell",
    async run() {
      const target = shell["ANTHROPIC_BASE_URL"];
      if (target === undefined || target === "") {
        return warning("ANTHROPIC_BASE_URL is not set", `export ANTHROPIC_BASE_URL=${url} where Claude Code runs`);
      }
      if (URL.parse(target)?.origin !== new URL(url).origin) {
        return warning(`ANTHROPIC_BASE_URL is ${target}`, `export ANTHROPIC_BASE_URL=${url} where Claude Code runs`);
      }
      if (await lacksRoutes(target)) {
        const detail = `the gateway has no routes below ANTHROPIC_BASE_URL, ${target}`;
        return warning(detail, `export ANTHROPIC_BASE_URL=${url}, without /v1: Claude Code adds it`);
      }
      if (shell["ANTHROPIC_AUTH_TOKEN"]) return ok("Claude Code started here uses the gateway");
      return warning("ANTHROPIC_AUTH_TOKEN is not set", "export it too: npm start prints both lines");
    },
  };
}

/** With a path, as other clients need it, Claude Code asks for /v1/v1/messages, which the edge alone takes. */
async function lacksRoutes(target: string): Promise<boolean> {
  const answer = await tryGet(`${target.replace(/\/$/, "")}/v1/models`);
  return answer?.status === 404;
}
