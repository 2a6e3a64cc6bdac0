import { parseHealth } from "../start/parse-health.ts";
import { getOrReason, tryGet } from "../start/try-get.ts";
import { type Check, failed, type Finding, ok } from "./check.ts";
import { maskingCheck } from "./masking-check.ts";

/** What to do depends on who can: the operator at this machine, or the user of a gateway elsewhere. */
interface Cures {
  readonly silent: string;
  readonly stranger: string;
  readonly broken: string;
  readonly audit: string;
}

export const CURES_HERE: Cures = {
  silent: "run npm start, or correct LITELLM_PORT in .env",
  stranger: "set LITELLM_PORT in .env to a free port",
  broken: "look at Masker above, then at .data/litellm.log",
  audit: "MASKER_AUDIT_MODE=off in .env, then npm start; or take it out of the metadata of this key or its team",
};

export const CURES_ELSEWHERE: Cures = {
  silent:
    "correct the address, or the way there; for your company's certificates set NODE_EXTRA_CA_CERTS=/path/to/ca.pem",
  stranger: "correct the address",
  broken: "tell its operator: LiteLLM's log says more",
  audit: "send nothing that must not leave; ask its operator when masking begins",
};

/** The gateway as its clients see it, here or elsewhere. The key is what they send as ANTHROPIC_AUTH_TOKEN. */
export function gatewayChecks(url: string, key: string, cures: Cures): Check[] {
  return [
    { name: "Gateway", run: () => checkGateway(url, cures) },
    { name: "Both hooks", run: () => checkHooks(url, cures) },
    { name: "Other routes", run: () => checkClosed(url, key) },
    { name: "Without a key", run: () => checkStranger(url) },
    { name: "Key", run: () => checkKey(url, key, cures) },
    maskingCheck(url, key, cures.audit),
  ];
}

async function checkGateway(url: string, cures: Cures): Promise<Finding> {
  const answer = await getOrReason(`${url}/health/liveliness`);
  if (typeof answer === "string") return failed(`nobody answers at ${url} (${answer})`, cures.silent);
  if (answer.status === 200) return ok(url);
  return failed(`another program answers at ${url} (${answer.status})`, cures.stranger);
}

async function checkHooks(url: string, cures: Cures): Promise<Finding> {
  const answer = await tryGet(`${url}/masker/health`);
  if (answer === null) return failed("nobody answers", "see Gateway above");
  const health = parseHealth(answer);
  if (health === null) {
    return failed("LiteLLM runs without the guard", "take litellm/config.yaml of this repository, and restart");
  }
  if (health.canary === "passed") return ok("the canary was masked on its way out and restored on its way back");
  return failed(`the canary has not come through: ${health.why}`, cures.broken);
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

async function checkKey(url: string, key: string, cures: Cures): Promise<Finding> {
  if (key === "") return failed("none", "export ANTHROPIC_AUTH_TOKEN=… with your key of the gateway");
  const answer = await tryGet(`${url}/v1/models`, { authorization: `Bearer ${key}` });
  if (answer === null) return failed("nobody answers", "see Gateway above");
  if (answer.status === 200) return ok("accepted");
  if (answer.status === 401)
    return failed("refused (401)", "use the ANTHROPIC_AUTH_TOKEN that npm start prints, or ask your admin for a key");
  if (answer.status === 400) {
    return failed("refused (400): LiteLLM has no database, so it knows its master key alone", "use LITELLM_MASTER_KEY");
  }
  return failed(`answered with ${answer.status}`, cures.broken);
}
