import { readGivenPolicy } from "../policy/given-policy.ts";
import { resolvePolicy, type PolicySettings, type ResolvedPolicy } from "../policy/resolve-policy.ts";

/**
 * The policy of one request.
 *
 * @param given JSON of what team and key say; undefined leaves the settings
 * @param isProof the canary: it looks whether masking works, so it is masked in audit mode, too
 * @throws MaskerError `blocked` or `bad_request` if `given` is not understood
 */
export function choosePolicy(settings: PolicySettings, given: string | undefined, isProof: boolean): ResolvedPolicy {
  const { policy, raised } = resolvePolicy(settings, given === undefined ? { key: {} } : readGivenPolicy(given));
  return { policy: isProof ? { ...policy, audit: false } : policy, raised };
}
