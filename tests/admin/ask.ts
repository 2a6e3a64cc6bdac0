import { randomBytes } from "node:crypto";
import { newAccessKeyId, newInstanceId } from "../e2e/originals.ts";
import type { AdminGatewayInUse } from "./use-admin-gateway.ts";

/** A virtual key of LiteLLM, and the name under which its requests are logged. */
export interface VirtualKey {
  readonly key: string;
  readonly alias: string;
}

/** What a request held, and what came back. */
export interface Asked {
  /** A word of the prompt that is no original. */
  readonly marker: string;
  readonly originals: readonly [instance: string, accessKey: string];
  readonly status: number;
  readonly text: string;
}

/** Makes a key by LiteLLM's API, with these of its options. */
export async function makeKey(used: AdminGatewayInUse, options: object = {}): Promise<VirtualKey> {
  const alias = newName("key");
  const { key } = await used.manage<{ key: string }>("/key/generate", { key_alias: alias, ...options });
  return { key, alias };
}

/** Makes a team by LiteLLM's API, with these of its options; returns its id. */
export async function makeTeam(used: AdminGatewayInUse, options: object = {}): Promise<string> {
  const { team_id: id } = await used.manage<{ team_id: string }>("/team/new", {
    team_alias: newName("team"),
    ...options,
  });
  return id;
}

/** Sends a prompt with two originals that no other request holds, as Claude Code does, or with other fields. */
export async function ask({ gateway }: AdminGatewayInUse, key: string, fields: object = {}): Promise<Asked> {
  const [instance, accessKey] = [newInstanceId(), newAccessKeyId()];
  const marker = newName("marker");
  const response = await fetch(`${gateway.url}/v1/messages`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({
      model: "claude-sonnet-4-5",
      max_tokens: 100,
      system: `Never show ${accessKey}.`,
      messages: [{ role: "user", content: `${marker} ${instance}` }],
      ...fields,
    }),
  });
  return { marker, originals: [instance, accessKey], status: response.status, text: await response.text() };
}

function newName(of: string): string {
  return `${of}-${randomBytes(6).toString("hex")}`;
}
