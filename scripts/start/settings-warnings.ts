import type { Settings } from "./read-settings.ts";

const PROVIDER_KEY =
  /^(?:ANTHROPIC|OPENAI|GEMINI|GOOGLE|AZURE|MISTRAL|COHERE|OPENROUTER)_API_KEY$|^AWS_(?:ACCESS_KEY_ID|PROFILE)$|^VERTEXAI_CREDENTIALS$/;

/** What a person should know before the gateway starts, though it can start. */
export function settingsWarnings(settings: Settings): string[] {
  return [...providerWarnings(settings), ...auditModeWarnings(settings)];
}

/** Nothing is masked then, which nobody should have to find out. */
export function auditModeWarnings({ environment }: Settings): string[] {
  if (environment["MASKER_AUDIT_MODE"] !== "on") return [];
  return ["MASKER_AUDIT_MODE is on: NOTHING IS MASKED, what would be is only reported. Set it to off to protect."];
}

export function providerWarnings(settings: Settings): string[] {
  const { environment, litellm } = settings;
  const keys = Object.entries(environment).filter(([name]) => PROVIDER_KEY.test(name));
  const warnings: string[] = [];
  if (environment["ANTHROPIC_API_KEY"] === litellm.masterKey) {
    warnings.push("ANTHROPIC_API_KEY is the gateway's own key; it is not passed on. Set the provider's key in .env.");
  }
  if (keys.every(([, key]) => key === litellm.masterKey)) {
    warnings.push("No provider key: providers will refuse every request until ANTHROPIC_API_KEY is set in .env.");
  }
  return warnings;
}
