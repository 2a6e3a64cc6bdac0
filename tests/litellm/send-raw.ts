import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { exchangeRaw } from "../e2e/exchange-raw.ts";
import type { Chain } from "./start-chain.ts";

/** Asks for a websocket, and returns the answer that is none. */
export async function shakeHands(chain: Chain, target: string): Promise<IncomingMessage> {
  const headers = {
    authorization: `Bearer ${chain.masterKey}`,
    connection: "upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": Buffer.alloc(16, 7).toString("base64"),
  };
  const [answer] = (await once(get(chain.url + target, { headers }), "response")) as [IncomingMessage];
  return answer;
}

/** fetch would tidy the path. */
export function sendRaw(chain: Chain, target: string, body: string): Promise<string> {
  const head = `POST ${target} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${chain.masterKey}\r\n`;
  const more = `content-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n`;
  return exchangeRaw(chain.url, head + more + body);
}
