import { randomUUID } from "node:crypto";
import { newInstanceId, newPrivateKey, newSecretAccessKey, newSecurityGroupId } from "../originals.ts";

export const APIS = ["/v1/messages", "/v1/chat/completions", "/v1/responses"] as const;
export type Api = (typeof APIS)[number];

/** A request with originals in all of its parts, which no other request holds. */
export interface PlantedRequest {
  readonly api: Api;
  /** What LiteLLM calls the request, in all that it tells its callbacks. */
  readonly id: string;
  /** A word of the prompt that is no original. */
  readonly marker: string;
  readonly body: object;
  readonly originals: readonly string[];
}

/** One of an API; with an image, which a policy may forbid. */
export function plantRequest(api: Api, fields: { stream: boolean; hasImage?: boolean }): PlantedRequest {
  const id = randomUUID();
  const marker = `marker${id.slice(0, 8)}`;
  const [instance, group, secret] = [newInstanceId(), newSecurityGroupId(), newSecretAccessKey()];
  const key = newPrivateKey();
  const said: Said = {
    prompt: `${marker}: stop "${instance}" in ${group}, aws_secret_access_key = ${secret}\n${key}`,
    // Its name tells nothing but a context does, and a key is no name of a field.
    input: { id: instance, [group]: [instance] },
    result: `${instance} of ${group} does not stop`,
    tool: { name: "stop", description: `stops ${instance}` },
    image: `data:image/png;base64,${Buffer.from("no image").toString("base64")}`,
  };
  const body = { ...WRITERS[api](said, fields.hasImage === true), stream: fields.stream };
  const [, , , line = ""] = key.split("\n");
  return { api, id, marker, body, originals: [instance, group, secret, line] };
}

interface Said {
  readonly prompt: string;
  readonly input: object;
  readonly result: string;
  readonly tool: { readonly name: string; readonly description: string };
  /** As a data URL. */
  readonly image: string;
}

const SCHEMA = { type: "object", properties: { id: { type: "string" } } };

const WRITERS: Readonly<Record<Api, (said: Said, hasImage: boolean) => object>> = {
  "/v1/messages": ({ prompt, input, result, tool, image }, hasImage) => ({
    model: "claude-opus-5-5",
    max_tokens: 1024,
    system: prompt,
    metadata: { user_id: JSON.stringify(input) },
    tools: [{ ...tool, input_schema: SCHEMA }],
    messages: [
      { role: "user", content: prompt },
      { role: "assistant", content: [{ type: "tool_use", id: "toolu_1", name: "stop", input }] },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_1", content: result }] },
      ...(hasImage
        ? [
            {
              role: "user",
              content: [{ type: "image", source: { type: "base64", media_type: "image/png", data: image.slice(22) } }],
            },
          ]
        : []),
    ],
  }),
  "/v1/chat/completions": ({ prompt, input, result, tool, image }, hasImage) => ({
    model: "openai/gpt-5",
    user: JSON.stringify(input),
    tools: [{ type: "function", function: { ...tool, parameters: SCHEMA } }],
    messages: [
      { role: "system", content: prompt },
      { role: "user", content: prompt },
      {
        role: "assistant",
        tool_calls: [{ id: "call_1", type: "function", function: { name: "stop", arguments: JSON.stringify(input) } }],
      },
      { role: "tool", tool_call_id: "call_1", content: result },
      ...(hasImage ? [{ role: "user", content: [{ type: "image_url", image_url: { url: image } }] }] : []),
    ],
  }),
  "/v1/responses": ({ prompt, input, result, tool, image }, hasImage) => ({
    model: "openai/gpt-5",
    instructions: prompt,
    user: JSON.stringify(input),
    metadata: { asked: result },
    tools: [{ type: "function", ...tool, parameters: SCHEMA }],
    input: [
      { role: "user", content: prompt },
      { type: "function_call", call_id: "call_1", name: "stop", arguments: JSON.stringify(input) },
      { type: "function_call_output", call_id: "call_1", output: result },
      ...(hasImage ? [{ role: "user", content: [{ type: "input_image", image_url: image }] }] : []),
    ],
  }),
};
