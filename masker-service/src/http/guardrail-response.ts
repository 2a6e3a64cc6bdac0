import { createRoute } from "@hono/zod-openapi";
import { decodeByteText } from "../body/byte-text.ts";
import { spliceToBytes } from "../body/splice-strings.ts";
import { MaskerError } from "../errors.ts";
import { readCacheUsage } from "../restore/cache-usage.ts";
import { restoreBody, type RestoredBody } from "../restore/restore-body.ts";
import { restoreText } from "../restore/restore-text.ts";
import type { Recogniser } from "../token/recogniser.ts";
import { errorSchema } from "./error-answer.ts";
import { answerHeaders, bytesOf } from "./guardrail-headers.ts";
import { noteRestored } from "./note-restored.ts";
import { noteThoughts } from "./note-thoughts.ts";
import { noteUnissued } from "./note-unissued.ts";
import { openAnswer, type OpenAnswer } from "./open-answer.ts";
import type { AddRoute } from "./parts.ts";
import { demand } from "./demand.ts";
import { readByteText } from "./read-byte-text.ts";

const route = createRoute({
  method: "post",
  path: "/guardrail/response",
  summary: "Restore a whole answer",
  ...demand("guardrail"),
  request: { headers: answerHeaders, body: bytesOf("The provider's JSON answer, byte for byte") },
  responses: {
    200: bytesOf("The answer with its originals; only those that the ticket's request held"),
    default: { description: "Refused", content: { "application/json": { schema: errorSchema } } },
  },
});

export const addGuardrailResponseRoute: AddRoute = (app, parts) => {
  app.openapi(route, async (context) => {
    const headers = context.req.valid("header");
    const opened = await openAnswer(parts, headers["x-masker-ticket"]);
    const { scope, guard } = opened;
    const event = { requestId: context.get("requestId"), scope, api: headers["x-masker-api"] };
    const unissued = new Set<string>();
    const note = (placeholder: string): void => void unissued.add(placeholder);
    try {
      const bytes = await readByteText(context);
      const answer = restoreAnswer(bytes, opened, parts.engine().recogniser, note);
      const { restored, unknown } = answer;
      await noteThoughts(parts, event, answer.thoughts);
      noteRestored(parts, event, { restored, unknown: unknown.length, cache: readCacheUsage(bytes) });
      return context.body(answer.bytes, 200, { "content-type": "application/json" });
    } finally {
      noteUnissued(parts, event, guard, unissued);
    }
  });
};

/** An answer that is no JSON, such as the page of a proxy on the way, is a text. */
function restoreAnswer(
  bytes: string,
  opened: OpenAnswer,
  recogniser: Recogniser,
  onUnissued: (placeholder: string) => void,
): Pick<RestoredBody, "restored" | "unknown" | "thoughts"> & { bytes: Buffer<ArrayBuffer> } {
  try {
    const { restored, unknown, thoughts, edits } = restoreBody(bytes, recogniser, { ...opened, onUnissued }, true);
    return { restored, unknown, thoughts, bytes: spliceToBytes(bytes, edits) };
  } catch (error) {
    if (!(error instanceof MaskerError) || error.code !== "bad_json") throw error;
    const { restored, unknown, text } = restoreText(decodeByteText(bytes), opened.originals, recogniser);
    return { restored, unknown, thoughts: [], bytes: Buffer.from(text) };
  }
}
