import { z } from "zod";
import type { Point } from "./point.ts";

const modelList = z.object({ data: z.array(z.object({ id: z.string(), display_name: z.string() })) });

/** Which paths a gateway serves. */
export const ENDPOINT_POINTS: readonly Point[] = [
  {
    part: "Endpoints",
    asks: "`POST /v1/messages`, any query string",
    verdict: "met",
    here: "`?beta=true` is taken and not passed on; the body and the headers say the same",
    holds: ({ turn }) => turn.sent.path === "/v1/messages?beta=true" && turn.seen.url === "/v1/messages",
  },
  {
    part: "Endpoints",
    asks: "`POST /v1/messages/count_tokens`",
    verdict: "masked",
    here: "counted by the provider with throw-away placeholders of the same length in tokens",
    holds: ({ counted }) =>
      counted.reply.status === 200 &&
      counted.reply.body.includes("input_tokens") &&
      /ec2-\d{3}/.test(counted.seen.raw.toString()),
  },
  {
    part: "Endpoints",
    asks: "`GET /v1/models?limit=1000` for `/model`: `{data: [{id, display_name}]}` ids with `claude` or `anthropic` in them",
    verdict: "met",
    here: "in this shape where `anthropic-version` is sent, as Claude Code does; every name that LiteLLM knows of the configured providers, such as `anthropic/claude-opus-5-5`",
    holds: ({ models }) =>
      modelList.parse(JSON.parse(models.body)).data.some(({ id }) => id === "anthropic/claude-opus-5-5"),
  },
  {
    part: "Endpoints",
    asks: "sign-in by device flow: `/.well-known/oauth-authorization-server` with a `device_authorization_endpoint`",
    verdict: "absent",
    here: "`/login` at this gateway fails; keys come from the admin UI. LiteLLM answers the path for MCP clients, without a device flow",
    holds: ({ signIn }) =>
      !(signIn.get("/.well-known/oauth-authorization-server")?.body ?? "").includes("device_authorization_endpoint"),
  },
  {
    part: "Endpoints",
    asks: "`GET /managed/settings`, `GET /api/oauth/usage`: 404 where not offered",
    verdict: "absent",
    here: "404; deliver managed settings as a file or by MDM",
    holds: ({ signIn }) => ["/managed/settings", "/api/oauth/usage"].every((path) => signIn.get(path)?.status === 404),
  },
  {
    part: "Endpoints",
    asks: "`POST /v1/metrics`, `/v1/logs`, `/v1/traces`: 200, else the exporter logs an error",
    verdict: "absent",
    here: "refused, because telemetry holds prompts as typed; only clients signed in with `/login` send it here",
    holds: ({ signIn }) =>
      ["/v1/metrics", "/v1/logs", "/v1/traces"].every((path) => [403, 404].includes(signIn.get(path)?.status ?? 0)),
  },
];
