import { z } from "zod";
import type { Point } from "./point.ts";

const errorBody = z.object({ type: z.literal("error"), error: z.object({ type: z.string(), message: z.string() }) });

/** What becomes of answers and errors. */
export const ANSWER_POINTS: readonly Point[] = [
  {
    part: "Answer",
    asks: "server-sent events as they come, nothing buffered",
    verdict: "met",
    here: "an event is held back only while its end may be the beginning of a placeholder",
    holds: ({ isUnbuffered }) => isUnbuffered,
  },
  {
    part: "Answer",
    asks: "the answer unchanged",
    verdict: "masked",
    here: "originals stand where the provider wrote placeholders; nothing else changes",
    holds: ({ turn }) => /^i-0[0-9a-f]{16}$/.test(turn.answer) && !turn.seen.raw.toString().includes(turn.answer),
  },
  {
    part: "Errors",
    asks: "Anthropic's envelope and `error.type`",
    verdict: "met",
    here: "of what the provider or the masking refuses",
    holds: ({ errors }) => [...errors.values()].every((reply) => errorBody.safeParse(JSON.parse(reply.body)).success),
  },
  {
    part: "Errors",
    asks: "a missing or wrong key: 401 `authentication_error`",
    verdict: "differs",
    here: "401, in LiteLLM's own envelope with `auth_error`; Claude Code goes by the status, and by `x-should-retry: false`, without which it would ask for three minutes. Nothing is asked of masker or provider",
    holds: ({ noKey }) =>
      noKey.status === 401 && noKey.body.includes('"auth_error"') && noKey.headers.get("x-should-retry") === "false",
  },
  {
    part: "Errors",
    asks: "a body over the gateway's limit: 413 `request_too_large`",
    verdict: "met",
    here: "above `MASKER_BODY_LIMIT_BYTES`, with the name of that setting",
    holds: ({ tooLarge }) =>
      tooLarge.status === 413 &&
      tooLarge.body.includes("request_too_large") &&
      tooLarge.body.includes("MASKER_BODY_LIMIT_BYTES"),
  },
  {
    part: "Errors",
    asks: "`anthropic-ratelimit-unified-*` for a person's own spend cap",
    verdict: "absent",
    here: "LiteLLM refuses an exhausted budget in its own words and says what is left in `x-litellm-key-spend`; the upstream's own limits are not passed on as a person's",
    holds: ({ tomorrow }) =>
      ![...tomorrow.reply.headers.keys()].some((name) => name.startsWith("anthropic-ratelimit-")) &&
      tomorrow.reply.headers.has("x-litellm-key-spend"),
  },
  {
    part: "Errors",
    asks: "the provider's status",
    verdict: "differs",
    here: "400, 401, 404 and 429 stay. LiteLLM makes 500 of 529 and 400 of 413; Claude Code retries the one and reads the other's wording",
    holds: ({ errors }) =>
      [400, 401, 404, 429].every((status) => errors.get(status)?.status === status) &&
      errors.get(529)?.status === 500 &&
      errors.get(413)?.status === 400,
  },
  {
    part: "Errors",
    asks: "the provider's wording, which Claude Code's recovery looks for",
    verdict: "met",
    here: "LiteLLM quotes the provider's error inside its own sentence; Claude Code recognises `prompt is too long` in it",
    holds: ({ errors, tooLong }) =>
      (errors.get(400)?.body ?? "").includes("prompt is too long") && tooLong.startsWith("Prompt is too long"),
  },
];
