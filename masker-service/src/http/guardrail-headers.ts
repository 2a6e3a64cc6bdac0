import { z } from "@hono/zod-openapi";
import { scopeSchema } from "./scope.ts";

/** The APIs whose bodies and streams are known; whatever else LiteLLM serves is refused before it comes here. */
const apiSchema = z
  .enum(["anthropic", "openai-chat", "openai-completions", "openai-responses", "gemini", "embeddings", "rerank"])
  .openapi({ description: "The API of the client's request", example: "anthropic" });

const requestId = z.string().max(256).optional().openapi({ description: "Appears in the log of both sides" });

export const requestHeaders = z.object({
  "x-masker-scope": scopeSchema,
  "x-masker-api": apiSchema,
  "x-masker-mode": z.enum(["store", "throwaway", "proof"]).default("store").openapi({
    description:
      "throwaway: nothing is stored and nothing can be restored, for count_tokens; proof: masks in audit mode as well, for the canary",
  }),
  "x-masker-policy": z.string().max(16_384).optional().openapi({
    description: "JSON of `metadata.masker` of the authenticated team and key; without `team` the key has none",
    example: '{"team": {"profile": "strict"}, "key": {"guard": "block"}}',
  }),
  "x-request-id": requestId,
});

export const answerHeaders = z.object({
  "x-masker-ticket": z.string().min(1).openapi({ description: "As /guardrail/request gave it" }),
  "x-masker-api": apiSchema,
  "x-request-id": requestId,
});

/** What the answer to a masked request says of the policy that applied. */
export const POLICY_HEADER = "x-masker-policy";

/** A body that is not parsed, so that not a byte of it changes. */
export function bytesOf(description: string) {
  const schema = z.string().openapi({ format: "binary", description });
  return { required: true, description, content: { "application/octet-stream": { schema } } };
}
