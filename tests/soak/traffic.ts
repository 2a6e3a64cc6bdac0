import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { anthropicText, readStream } from "../e2e/read-stream.ts";
import type { Ledger } from "./ledger.ts";

const CLIENTS = 8;
const TEAMS = 4;
const KNOWN_VALUES = 3;
const NEW_VALUES = 2;
/** What a client is told when it shall try again. */
const RETRYABLE = new Set([429, 503, 529]);

export interface Traffic {
  readonly answered: number;
  /** Told to try again, before or in the middle of an answer. */
  readonly refused: number;
  /** performance.now() of the last whole answer. */
  readonly lastAnswer: number;
  stop(): Promise<void>;
}

/**
 * Clients of several teams that ask through the whole chain, half of them in streams, at most `perSecond` together (as fast as they can
 * where it is undefined), and check what comes back: every value exact, or an error that says to try again.
 */
export function runTraffic(url: string, ledger: Ledger, perSecond?: number): Traffic {
  const counted = { answered: 0, refused: 0, lastAnswer: performance.now() };
  const begun = performance.now();
  let slots = 0;
  const stopping = new AbortController();
  const known = Array.from({ length: TEAMS }, () => Array.from({ length: KNOWN_VALUES }, newValue));

  const work = async (client: number): Promise<void> => {
    const team = `sk-team-soak-${client % TEAMS}`;
    while (!stopping.signal.aborted) {
      if (perSecond !== undefined) {
        const at = begun + (slots++ * 1000) / perSecond;
        await sleep(Math.max(0, at - performance.now()));
      }
      await ask(
        team,
        [...(known[client % TEAMS] ?? []), ...Array.from({ length: NEW_VALUES }, newValue)],
        client % 2 === 0,
      );
    }
  };
  const ask = async (team: string, values: readonly string[], stream: boolean): Promise<void> => {
    const marker = `marker-${markers++}`;
    ledger.plan(marker, team, values);
    const said = `${marker}: ${values.join(" ")}.`;
    const body = { model: "claude-opus-5-5", max_tokens: 1000, stream, messages: [{ role: "user", content: said }] };
    const answer = await readStream(`${url}/v1/messages`, team, body).catch(() => undefined);
    if (answer === undefined) {
      ledger.blame(`${marker}: LiteLLM cut the connection`);
      return;
    }
    const wasCut = await answer.wasCut;
    const text = answer.text();
    const whole = stream ? anthropicText(text) : textOf(text);
    const hasEnded = !wasCut && (stream ? text.includes("message_stop") : answer.status === 200);
    if (hasEnded && whole === said) {
      counted.answered++;
      counted.lastAnswer = performance.now();
    } else if (RETRYABLE.has(answer.status)) {
      counted.refused++;
    } else if (stream && answer.status === 200 && text.includes("event: error") && said.startsWith(whole)) {
      counted.refused++;
    } else {
      ledger.blame(`${marker}: ${answer.status} ${wasCut ? "cut " : ""}${text.slice(-400)}`);
    }
    if (!hasEnded) await sleep(200);
  };
  const all = Promise.all(Array.from({ length: CLIENTS }, (_, client) => work(client)));
  return {
    get answered() {
      return counted.answered;
    },
    get refused() {
      return counted.refused;
    },
    get lastAnswer() {
      return counted.lastAnswer;
    },
    async stop() {
      stopping.abort();
      await all;
    },
  };
}

let markers = 0;

function newValue(): string {
  return `i-0${randomBytes(8).toString("hex")}`;
}

function textOf(answer: string): string {
  try {
    const parsed = JSON.parse(answer) as { content?: readonly { readonly text: string }[] };
    return parsed.content?.[0]?.text ?? "";
  } catch (error) {
    if (error instanceof SyntaxError) return "";
    throw error;
  }
}
