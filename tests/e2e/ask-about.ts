import Anthropic from "@anthropic-ai/sdk";
import type { Answer } from "./provider/answer.ts";
import type { RecordedRequest } from "./provider/recorded-request.ts";
import { placeholderIn } from "./seen.ts";
import { newTeamKey } from "./team-key.ts";

/** The text of the answer to a question about an instance, asked in a new scope. */
export async function ask(
  url: string,
  model: string,
  instance: string,
  way: "whole" | "streamed" = "whole",
): Promise<string> {
  const client = new Anthropic({ baseURL: url, authToken: newTeamKey(), apiKey: null, maxRetries: 0 });
  const question = { model, max_tokens: 100, messages: [{ role: "user" as const, content: `look at ${instance}` }] };
  const message = await (way === "whole"
    ? client.messages.create(question)
    : client.messages.stream(question).finalMessage());
  return message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
}

/** The answer of a provider that has seen a placeholder in place of the instance. */
export function about(request: RecordedRequest): Answer {
  return { blocks: [{ type: "text", text: `about ${placeholderIn(request.raw.toString(), "ec2")}`, sizes: [2] }] };
}
