import { parseHealth } from "../start/parse-health.ts";
import { tryGet } from "../start/try-get.ts";
import { type Check, failed, type Finding, ok, warning } from "./check.ts";

/** The gateway as its clients see it, here or elsewhere. The key is what they send as ANTHROPIC_AUTH_TOKEN. */
export function gatewayChecks(url: string, key: string): Check[] {
  return [
    { name: "Gateway", run: () => checkGateway(url) },
    { name: "Both hooks", run: () => checkHooks(url) },
    { name: "Other routes", run: () => checkClosed(url, key) },
    { name: "Without a key", run: () => checkStranger(url) },
    { name: "Key", run: () => checkKey(url, key) },
  ];
}

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
      if (shell["ANTHROPIC_AUTH_TOKEN"]) return ok("Claude Code started here uses the gateway");
      return warning("ANTHROPIC_AUTH_TOKEN is not set", "export it too: npm start prints both lines");
    },
  };
}

async function checkGateway(url: string): Promise<Finding> {
  const answer = await tryGet(`${url}/health/liveliness`);
  if (answer?.status === 200) return ok(url);
  if (answer === null) return failed(`nobody answers at ${url}`, "run npm start, or correct LITELLM_PORT in .env");
  return failed(`another program answers at ${url} (${answer.status})`, "set LITELLM_PORT in .env to a free port");
}

async function checkHooks(url: string): Promise<Finding> {
  const answer = await tryGet(`${url}/masker/health`);
  if (answer === null) return failed("nobody answers", "see Gateway above");
  const health = parseHealth(answer);
  if (health === null) {
    return failed("LiteLLM runs without the guard", "take litellm/config.yaml of this repository, and restart");
  }
  if (health.canary === "passed") return ok("the canary was masked on its way out and restored on its way back");
  return failed(`the canary has not come through: ${health.why}`, "look at Masker above, then at .data/litellm.log");
}

/** A pass-through route sends on whatever it gets: where it is open, masking can be gone round. */
async function checkClosed(url: string, key: string): Promise<Finding> {
  const answer = await tryGet(`${url}/anthropic/v1/messages`, { authorization: `Bearer ${key}` });
  if (answer === null) return failed("nobody answers", "see Gateway above");
  if (answer.status === 403 || answer.status === 404) return ok("those that nothing masks are closed");
  return failed(
    `/anthropic is open (${answer.status}), and nothing masks there`,
    "start LiteLLM with litellm/config.yaml of this repository, behind nothing that answers in its place",
  );
}

async function checkStranger(url: string): Promise<Finding> {
  const answer = await tryGet(`${url}/v1/models`);
  if (answer === null) return failed("nobody answers", "see Gateway above");
  if (answer.status === 401 || answer.status === 403) return ok("refused");
  return failed(`answered (${answer.status})`, "set LITELLM_MASTER_KEY, without which LiteLLM lets everyone in");
}

async function checkKey(url: string, key: string): Promise<Finding> {
  if (key === "") return failed("none", "export ANTHROPIC_AUTH_TOKEN=… with your key of the gateway");
  const answer = await tryGet(`${url}/v1/models`, { authorization: `Bearer ${key}` });
  if (answer === null) return failed("nobody answers", "see Gateway above");
  if (answer.status === 200) return ok("accepted");
  if (answer.status === 401)
    return failed("refused (401)", "use the ANTHROPIC_AUTH_TOKEN that npm start prints, or ask your admin for a key");
  if (answer.status === 400) {
    return failed("refused (400): LiteLLM has no database, so it knows its master key alone", "use LITELLM_MASTER_KEY");
  }
  return failed(`answered with ${answer.status}`, "look at .data/litellm.log");
}
