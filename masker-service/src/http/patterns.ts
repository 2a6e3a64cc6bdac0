import { createRoute, z } from "@hono/zod-openapi";
import { demand } from "./demand.ts";
import type { AddRoute } from "./parts.ts";

const patternSchema = z.object({
  kind: z.string(),
  prefix: z.string().openapi({ description: "`ec2` of `ec2-001`" }),
  group: z.string(),
  description: z.string(),
  source: z.string(),
  on: z.boolean().openapi({ description: "In the profile MASKER_PROFILE" }),
  profiles: z.array(z.string()).openapi({ description: "The profiles in which it is on" }),
  examples: z.array(z.string()),
});

const route = createRoute({
  method: "get",
  path: "/patterns",
  summary: "Every kind of value that can be masked",
  ...demand("read"),
  responses: {
    200: {
      description: "The registry",
      content: { "application/json": { schema: z.object({ version: z.string(), patterns: z.array(patternSchema) }) } },
    },
  },
});

export const addPatternsRoute: AddRoute = (app, parts) => {
  app.openapi(route, (context) => {
    const { version, patterns } = parts.engine().patterns;
    const listed = patterns.map(({ kind, prefix, group, description, source, on, profiles, examples }) => {
      return { kind, prefix, group, description, source, on, profiles: [...profiles], examples: [...examples] };
    });
    return context.json({ version, patterns: listed }, 200);
  });
};
