import { z } from "zod";
import type { Answer } from "./try-get.ts";

const schema = z.object({ canary: z.string(), why: z.string() });

/** What the guard says of its canary at /masker/health; null where another program, or nobody, answers. */
export function parseHealth(answer: Answer | null): z.infer<typeof schema> | null {
  if (answer === null || !answer.text.startsWith("{")) return null;
  return schema.safeParse(JSON.parse(answer.text)).data ?? null;
}
