const LEAST_DISTINCT = 10;
/** Values of examples and of first drafts; litellm/gateway/settings.py has the same list. */
const KNOWN_KEYS = /^sk-1234|^admin|changeme|change-me|password|secret|example|default/i;

/** Whether a secret is long enough, not too regular, and none that everybody knows. */
export function isStrongKey(key: string, length: number): boolean {
  return key.length >= length && new Set(key).size >= LEAST_DISTINCT && !KNOWN_KEYS.test(key);
}
