import { fileURLToPath } from "node:url";
import { loadPatterns } from "../../masker-service/src/patterns/load.ts";
import { readPatternFiles } from "../../masker-service/src/patterns/read-pattern-files.ts";
import { formatTable } from "./chain/format-table.ts";
import { makeAdversarialTexts } from "./scan/adversarial-texts.ts";
import { makeAwsOutput } from "./scan/aws-output.ts";
import { measureSpeed } from "./scan/measure-speed.ts";
import { createOneByOne } from "./scan/one-by-one.ts";
import { measurePeers } from "./scan/peers.ts";
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
  const texts = { "output of AWS tools": makeAwsOutput(), "source code": readSourceCode() };

  const rows: string[][] = [];
  for (const [name, text] of Object.entries(texts)) {
    const [own, naive] = measureSpeed([() => scanner.scan(text), () => oneByOne(text)], text);
    const peers = measurePeers(text.slice(0, PEER_MEGABYTES * 1e6));
    rows.push([
      name,
      show(own),
      show(naive),
      ...peers.map(show),
      ratio(own, naive),
      ...peers.map((peer) => ratio(own, peer)),
    ]);
  }
  const others = ["one by one", "cloudmask-aws", "LiteLLM filter"];
  console.log("\nScan: MB/s on one core (median of interleaved rounds)\n");
  console.log(formatTable(["text", "scan", ...others, ...others.map((other) => `× ${other}`)], rows));

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
