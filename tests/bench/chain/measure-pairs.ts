import type { Provider } from "../../e2e/provider/provider.ts";
import { answerQuestion } from "./answer-question.ts";
import { cpuTime } from "./cpu-time.ts";
import { send, type Sent } from "./send.ts";
import { makeQuestion, type Question, type Workload } from "./workload.ts";

/** V8 compiles what runs often, some hundred requests in: figures before that are of another program. */
const WARM_UP_MS = 4_000;
const LEAST_WARM_UP_PAIRS = 5;
const ORIGINAL = /(?<![\w-])(?:i|sg|vpc|subnet)-0[0-9a-f]{16}(?!\w)/g;

/** One of the two that are compared. */
export interface Contender {
  readonly url: string;
  readonly key: string;
  /** What the provider must see in place of the originals; absent where nothing is masked. */
  readonly placeholder?: RegExp;
  /** Processes whose computing time is counted. */
  readonly pids: readonly number[];
}

export interface Pairs {
  readonly workload: Workload;
  /** Milliseconds of each pair, in the same order in both lists. */
  readonly aloneMs: readonly number[];
  readonly maskedMs: readonly number[];
  readonly aloneFirstByteMs: readonly number[];
  readonly maskedFirstByteMs: readonly number[];
  /** Milliseconds of computing per request, for each of the contender's processes. */
  readonly aloneCpuMs: readonly number[];
  readonly maskedCpuMs: readonly number[];
}

/**
 * Sends the same question to both in turn, A B B A, and times both. A run in which the provider saw an original, or no
 * placeholder, or the client did not get the originals back, ends the benchmark: a fast wrong answer is no figure.
 */
export async function measurePairs(
  provider: Provider,
  alone: Contender,
  masked: Contender,
  workload: Workload,
): Promise<Pairs> {
  const pairs: { alone: Sent; masked: Sent }[] = [];
  provider.script((request) => answerQuestion(request, workload));
  const askBoth = async (pair: number): Promise<{ alone: Sent; masked: Sent }> => {
    const question = makeQuestion(workload, pair);
    const askAlone = (): Promise<Sent> => ask(provider, alone, question);
    const askMasked = (): Promise<Sent> => ask(provider, masked, question);
    if (pair % 2 === 0) return { alone: await askAlone(), masked: await askMasked() };
    const first = await askMasked();
    return { alone: await askAlone(), masked: first };
  };
  const warmUntil = performance.now() + WARM_UP_MS;
  let pair = 0;
  while (pair < LEAST_WARM_UP_PAIRS || performance.now() < warmUntil) await askBoth(pair++);
  const cpuBefore = [alone, masked].map((contender) => contender.pids.map(cpuTime));
  for (const end = pair + workload.pairs; pair < end; pair++) pairs.push(await askBoth(pair));
  const [aloneCpuMs = [], maskedCpuMs = []] = [alone, masked].map((contender, which) =>
    contender.pids.map((pid, at) => (cpuTime(pid) - (cpuBefore[which]?.[at] ?? 0)) / workload.pairs),
  );
  return {
    workload,
    aloneMs: pairs.map((each) => each.alone.totalMs),
    maskedMs: pairs.map((each) => each.masked.totalMs),
    aloneFirstByteMs: pairs.map((each) => each.alone.firstByteMs),
    maskedFirstByteMs: pairs.map((each) => each.masked.firstByteMs),
    aloneCpuMs,
    maskedCpuMs,
  };
}

async function ask(provider: Provider, contender: Contender, question: Question): Promise<Sent> {
  provider.forget();
  const sent = await send(`${contender.url}/v1/messages`, contender.key, question.body);
  const [seen] = provider.requests;
  if (sent.status !== 200 || seen === undefined)
    throw new Error(`the chain answered ${sent.status}: ${sent.text.slice(0, 500)}`);
  const seenText = seen.raw.toString("utf8");
  if (contender.placeholder !== undefined) {
    if (seenText.match(ORIGINAL) !== null) throw new Error("the provider saw an original");
    if (!contender.placeholder.test(seenText)) throw new Error("the provider saw no placeholder");
  }
  const got = new Set(textOf(sent).match(ORIGINAL));
  const missing = question.context.originals.filter((original) => !got.has(original));
  if (missing.length > 0) throw new Error(`the client did not get ${missing.length} of its originals back`);
  return sent;
}

function textOf({ text }: Sent): string {
  if (text.startsWith("{"))
    return (JSON.parse(text) as { content: readonly { text: string }[] }).content[0]?.text ?? "";
  const lines = text.split("\n").filter((line) => line.startsWith("data: ") && line.includes('"text_delta"'));
  return lines.map((line) => (JSON.parse(line.slice(6)) as { delta: { text: string } }).delta.text).join("");
}
