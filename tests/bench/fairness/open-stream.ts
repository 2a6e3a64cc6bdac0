import { request } from "node:http";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

const PACE_MILLISECONDS = 10;

export interface MaskerAddress {
  readonly url: string;
  readonly apiKey: string;
}

/**
 * Sends a delta every ten milliseconds through /guardrail/stream until `stopped`; resolves to how long each took to
 * come back, in milliseconds.
 */
export async function openStream(masker: MaskerAddress, ticket: string, stopped: AbortSignal): Promise<number[]> {
  const sent: number[] = [];
  const delays: number[] = [];
  const outgoing = request(`${masker.url}/guardrail/stream`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${masker.apiKey}`,
      "x-masker-ticket": ticket,
      "x-masker-api": "anthropic",
      "content-type": "text/event-stream",
    },
  });
  const answered = new Promise<void>((resolve, reject) => {
    outgoing.on("error", reject);
    outgoing.on("response", (answer) => {
      let held = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk: string) => {
        const frames = (held + chunk).split("\n\n");
        held = frames.pop() ?? "";
        for (const frame of frames) {
          const at = /"text":"(\d+) /.exec(frame)?.[1];
          if (at !== undefined) delays.push(performance.now() - (sent[Number(at)] ?? 0));
        }
      });
      answer.on("end", resolve);
      answer.on("error", reject);
    });
  });
  outgoing.flushHeaders();
  while (!stopped.aborted) {
    const delta = { type: "text_delta", text: `${sent.length} of the answer` };
    const event = { type: "content_block_delta", index: 0, delta };
    sent.push(performance.now());
    if (!outgoing.write(`event: content_block_delta\ndata: ${JSON.stringify(event)}\n\n`))
      await once(outgoing, "drain");
    await sleep(PACE_MILLISECONDS);
  }
  outgoing.end();
  await answered;
  return delays;
}
