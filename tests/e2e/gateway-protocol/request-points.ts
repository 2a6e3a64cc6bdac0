import { anthropicRequest, blocksOf } from "../provider/anthropic-schema.ts";
import type { RecordedRequest } from "../provider/recorded-request.ts";
import type { Observation } from "./observation.ts";
import type { Point } from "./point.ts";

const ATTRIBUTION = "x-anthropic-billing-header:";

/** What becomes of a request's headers and fields. */
export const REQUEST_POINTS: readonly Point[] = [
  {
    part: "Headers",
    asks: "`anthropic-version` unchanged",
    verdict: "met",
    here: "to Anthropic as it is; Bedrock and Vertex get their own in the body",
    holds: ({ turn }) => turn.seen.headers["anthropic-version"] === turn.sent.headers["anthropic-version"],
  },
  {
    part: "Headers",
    asks: "`anthropic-beta` unchanged, values that are new tomorrow too",
    verdict: "met",
    here: "the same values in alphabetical order; what is no name, such as an identifier, is refused",
    holds: ({ turn, tomorrow }) =>
      betasOf(turn.seen.headers).join() === betasOf(turn.sent.headers).toSorted().join() &&
      betasOf(tomorrow.seen.headers).includes("beta-of-tomorrow-2030-01-01"),
  },
  {
    part: "Headers",
    asks: "`authorization` never reaches the provider",
    verdict: "met",
    here: "the provider's own key goes out in its place; a subscription's token by choice, see [providers.md](providers.md)",
    holds: ({ turn }) =>
      turn.seen.headers.authorization === undefined && turn.seen.headers["x-api-key"] === "sk-ant-stand-in",
  },
  {
    part: "Headers",
    asks: "`x-claude-code-*`, `x-app`, `x-stainless-*`, `user-agent`, unknown ones: forward or drop, never refuse",
    verdict: "consumed",
    here: "dropped; `x-claude-code-session-id` is LiteLLM's to group requests by",
    holds: ({ turn, tomorrow }) =>
      tomorrow.reply.status === 200 &&
      Object.keys(turn.sent.headers).some((name) => name.startsWith("x-stainless-")) &&
      !Object.keys(turn.seen.headers).some((name) => /^x-(claude-code|app|stainless)/.test(name)),
  },
  {
    part: "Body",
    asks: "every field that Claude Code sends, unchanged",
    verdict: "masked",
    here: "all of them arrive; strings have placeholders, and nothing else changes",
    holds: ({ turn }) =>
      Object.keys(JSON.parse(turn.sent.request.toString()) as object)
        .toSorted()
        .join() ===
      Object.keys(turn.seen.body as object)
        .toSorted()
        .join(),
  },
  {
    part: "Body",
    asks: "`thinking`, `context_management`, `output_config`, `metadata`, `safeguards` unchanged",
    verdict: "met",
    here: "to Anthropic. Bedrock: LiteLLM drops what that API does not know (`clear_thinking` edits among it)",
    holds: ({ turn, tomorrow }) =>
      ["thinking", "context_management", "output_config", "metadata"].every((name) => isSame(turn, name)) &&
      bodyOf(tomorrow.seen).includes("safeguards"),
  },
  {
    part: "Body",
    asks: "fields that are new tomorrow: pass on, never refuse",
    verdict: "differs",
    here: "not refused, but LiteLLM 1.106.2 drops a top-level field that it does not know: a new feature waits for its next release. New fields inside known ones pass",
    holds: ({ tomorrow }) =>
      tomorrow.reply.status === 200 &&
      !bodyOf(tomorrow.seen).includes("field_of_tomorrow") &&
      bodyOf(tomorrow.seen).includes("effort_of_tomorrow"),
  },
  {
    part: "Body",
    asks: "request tags (`tags`, an object): keep from providers",
    verdict: "differs",
    here: "LiteLLM takes `tags` for its own list and answers 500. Claude Code sends them only with a sign-in token that asks for them",
    holds: ({ tagged }) => tagged.status === 500,
  },
  {
    part: "Attribution block",
    asks: "the system prompt's first block, `x-anthropic-billing-header: …`, unchanged or removed",
    verdict: "met",
    here: "unchanged to Anthropic. It is the same in every turn of a version, so the prompt cache holds; `CLAUDE_CODE_ATTRIBUTION_HEADER=0` leaves it out",
    holds: ({ turn }) => firstSystem(turn.seen.body) === firstSystem(JSON.parse(turn.sent.request.toString())),
  },
  {
    part: "Attribution block",
    asks: "nothing of it to clouds that bill by themselves",
    verdict: "met",
    here: "LiteLLM removes it on the way to Vertex",
    holds: ({ vertexSystem }) => !vertexSystem.includes(ATTRIBUTION),
  },
];

function bodyOf(request: RecordedRequest): string {
  return request.raw.toString("utf8");
}

function betasOf(headers: RecordedRequest["headers"]): readonly string[] {
  return String(headers["anthropic-beta"]).split(",");
}

function isSame({ sent, seen }: Observation["turn"], field: string): boolean {
  const [before, after] = [JSON.parse(sent.request.toString()), seen.body] as Record<string, unknown>[];
  return before?.[field] !== undefined && JSON.stringify(before[field]) === JSON.stringify(after?.[field]);
}

function firstSystem(body: unknown): string {
  return blocksOf(anthropicRequest.partial().parse(body).system ?? [])[0]?.text ?? "";
}
