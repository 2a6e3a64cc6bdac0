import { createRoute, z } from "@hono/zod-openapi";
import { decodeByteText } from "../body/byte-text.ts";
import { maskBody } from "../mask/mask-body.ts";
import { createThrowaway } from "../mask/throwaway.ts";
import { formatPolicy } from "../policy/policy.ts";
import { auditRequest } from "./audit-request.ts";
import { choosePolicy } from "./choose-policy.ts";
import { countKinds } from "./count-kinds.ts";
import { errorSchema } from "./error-answer.ts";
import { HEAVY_BYTES } from "./heavy.ts";
import { bytesOf, POLICY_HEADER, requestHeaders } from "./guardrail-headers.ts";
import { noteMasked } from "./note-masked.ts";
import type { AddRoute } from "./parts.ts";
import { demand } from "./demand.ts";
import { readBytes, toByteText } from "./read-byte-text.ts";
import { createMediaGate } from "./refuse-media.ts";
import { writeAnswer } from "./write-answer.ts";

const route = createRoute({
  method: "post",
  path: "/guardrail/request",
  summary: "Mask the body of a request to a provider",
  ...demand("guardrail"),
  request: { headers: requestHeaders, body: bytesOf("The client's JSON body, byte for byte") },
  responses: {
    200: {
      description: "The body with placeholders, and the ticket with which its answer is restored",
      content: { "application/json": { schema: z.object({ ticket: z.string(), body: z.unknown() }) } },
    },
    204: { description: "Nothing was found, or audit mode: forward the body as it is; its answer needs no restoring" },
    default: { description: "Refused: send nothing on", content: { "application/json": { schema: errorSchema } } },
  },
});

export const addGuardrailRequestRoute: AddRoute = (app, parts) => {
  app.openapi(route, async (context) => {
    const begun = performance.now();
    const headers = context.req.valid("header");
    const { "x-masker-scope": scope, "x-masker-api": api, "x-masker-mode": mode } = headers;
    const { policy, raised } = choosePolicy(parts.policy, headers["x-masker-policy"], mode === "proof");
    const applied = formatPolicy(policy);
    context.header(POLICY_HEADER, applied);
    const bytes = await readBytes(context);
    const maskTexts = parts.engine().maskTextsOf(policy.profile);
    const checks = { limits: parts.limits, onMedia: createMediaGate(parts.metrics, policy) };
    const event = { requestId: context.get("requestId"), scope, api, policy: applied, raised };
    const reply = (answer: Uint8Array<ArrayBuffer> | undefined): Response =>
      answer === undefined
        ? context.body(null, 204)
        : context.body(answer, 200, { "content-type": "application/json" });
    if (bytes.length >= HEAVY_BYTES && !policy.audit) {
      const { length } = bytes;
      const result = await parts.maskHeavy({ bytes, scope, policy, isThrowaway: mode === "throwaway" });
      if (result !== undefined) {
        checks.onMedia(result.media);
        noteMasked(parts, event, begun, { kinds: result.kinds, learned: result.learned, bytes: length });
        return reply(result.answer);
      }
    }
    const json = toByteText(bytes);
    if (policy.audit) {
      await auditRequest(parts, { maskTexts, scope, json: decodeByteText(json), checks, event });
      return context.body(null, 204);
    }
    const store = mode === "throwaway" ? createThrowaway(parts.store) : parts.store;
    const masked = await maskBody(maskTexts, scope, json, store, { ...checks, isBytes: true });
    noteMasked(parts, event, begun, { kinds: countKinds(masked), learned: masked.learned, bytes: json.length });
    return reply(writeAnswer(parts.ticketKeys[0], { scope, guard: policy.guard }, json, masked));
  });
};
