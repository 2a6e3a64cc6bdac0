import { once } from "node:events";
import { type Agent, type IncomingMessage, request } from "node:http";

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly agent?: Agent;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

/** One HTTP request with its path exactly as written: fetch would tidy it up. */
export async function send(url: string, { method = "POST", headers = {}, body, agent }: Sent = {}): Promise<Answer> {
  const { port } = new URL(url);
  const path = url.slice(url.indexOf("/", "http://".length));
  const sent = request({ host: "127.0.0.1", port, path, method, headers, ...(agent === undefined ? {} : { agent }) });
  sent.end(body);
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  let text = "";
  for await (const chunk of answer.setEncoding("utf8")) text += chunk as string;
  return { status: answer.statusCode ?? 0, headers: answer.headers, text };
}
