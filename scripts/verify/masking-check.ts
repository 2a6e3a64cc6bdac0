import { tryPost } from "../start/try-get.ts";
import { type Check, failed, type Finding, ok, warning } from "./check.ts";

/** No gateway has it: LiteLLM refuses it after its hook has had the request masked, so no provider is asked. */
const NO_MODEL = "masker-verify";
const POLICY = "x-masker-policy";

/** What the masker applies to requests with this key, which a team's or a key's metadata may have changed. */
export function maskingCheck(url: string, key: string, cureOfAudit: string): Check {
  return { name: "Masking for this key", run: () => checkMasking(url, key, cureOfAudit) };
}

async function checkMasking(url: string, key: string, cureOfAudit: string): Promise<Finding> {
  const messages = [{ role: "user", content: "hello" }];
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const asked = { model: NO_MODEL, max_tokens: 1, messages };
  const answer = await tryPost(`${url}/v1/messages`, headers, JSON.stringify(asked));
  if (answer === null) return failed("nobody answers", "see Gateway above");
  const policy = answer.headers.get(POLICY);
  if (policy === null) {
    return warning(
      `not told (${answer.status}): a key that may ask for certain models only is refused before`,
      `ask for one of them, and look at the header ${POLICY} of the answer`,
    );
  }
  if (/\baudit=on\b/.test(policy)) return failed(`audit mode: originals reach the provider (${policy})`, cureOfAudit);
  return ok(policy);
}
