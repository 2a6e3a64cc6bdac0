import { fileURLToPath } from "node:url";
import { loadPatterns } from "../../masker-service/src/patterns/load.ts";
import { readPatternFiles } from "../../masker-service/src/patterns/read-pattern-files.ts";
import { formatTable } from "./chain/format-table.ts";
import { makeAdversarialTexts } from "./scan/adversarial-texts.ts";
import { makeAwsOutput } from "./scan/aws-output.ts";
import { measureSpeed } from "./scan/measure-speed.ts";
import { createOneByOne } from "./scan/one-by-one.ts";
import { readHandTexts } from "../corpus/hand-texts.ts";
import { countMasked, cutOut } from "./scan/count-masked.ts";
import { askPeer, preparePeers } from "./scan/peers.ts";
import { readSourceCode } from "./scan/source-code.ts";

const PATTERNS = fileURLToPath(new URL("../../masker-service/patterns", import.meta.url));
const PEER_MEGABYTES = 0.2;

/**
 * Megabytes of UTF-8 a second on one core, all default patterns on: over what AWS tools print, over source code and over
 * texts made to slow the scanner down; against the same patterns run one after the other, and against two Python peers.
 */
export async function run(): Promise<void> {
  const { scanner } = await loadPatterns({ directories: [PATTERNS] });
  const files = await readPatternFiles([PATTERNS]);
  const oneByOne = createOneByOne(
    files.flatMap(({ patterns }) => patterns).filter(({ default: state }) => state === "on"),
  );
  const peers = await preparePeers();
  const marked = readHandTexts();
  const recalls = [marked.map(({ text }) => cutOut(text, scanner.scan(text)))];
  const texts = { "output of AWS tools": makeAwsOutput(), "source code": readSourceCode() };

  const rows: string[][] = [];
  for (const [name, text] of Object.entries(texts)) {
    const [own, naive] = measureSpeed([() => scanner.scan(text), () => oneByOne(text)], text);
    const speed = text.slice(0, PEER_MEGABYTES * 1e6);
    const isFirst = rows.length === 0;
    const answers = peers.map((peer) => askPeer(peer, speed, isFirst ? marked.map((one) => one.text) : []));
    if (isFirst) recalls.push(...answers.map((answer) => answer?.masked ?? []));
    const others = answers.map((answer) => answer?.speed);
    rows.push([
      name,
      show(own),
      show(naive),
      ...others.map(show),
      ratio(own, naive),
      ...others.map((other) => ratio(own, other)),
    ]);
  }
  const others = ["one by one", "cloudmask-aws", "LiteLLM filter"];
  console.log("\nScan: MB/s on one core (median of interleaved rounds)\n");
  console.log(formatTable(["text", "scan", ...others, ...others.map((other) => `× ${other}`)], rows));

  const marks = marked.reduce((total, { must }) => total + must.length, 0);
  const found = recalls.map((masked) => (masked.length === 0 ? "absent" : countMasked(marked, masked).toString()));
  console.log(`\nScan: values masked, of the ${marks} marked in texts written by hand\n`);
  console.log(formatTable(["scan", "cloudmask-aws", "LiteLLM filter"], [found]));

  const slow = Object.entries(makeAdversarialTexts()).map(([name, text]) => {
    const [speed] = measureSpeed([() => scanner.scan(text)], text);
    return { name, speed: speed ?? 0 };
  });
  console.log("\nScan: MB/s over texts made to slow it down\n");
  console.log(
    formatTable(
      ["text", "MB/s"],
      slow.toSorted((a, b) => a.speed - b.speed).map(({ name, speed }) => [name, show(speed)]),
    ),
  );
}

function show(speed: number | undefined): string {
  return speed === undefined ? "absent" : speed.toFixed(speed < 10 ? 1 : 0);
}

function ratio(own: number | undefined, other: number | undefined): string {
  return own === undefined || other === undefined ? "absent" : `×${(own / other).toFixed(0)}`;
}

if (import.meta.main) await run();
