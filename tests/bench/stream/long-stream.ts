import { createStreamRestorer } from "../../../masker-service/src/restore/stream-restorer.ts";
import { originals, recogniser, WORKLOADS, writeFrames } from "./workload.ts";

const STREAM_MEGABYTES = 100;
const WARM_MEGABYTES = 5;
const CHUNK_FRAMES = 100;

const [workload] = WORKLOADS;
if (workload === undefined) throw new Error("no workload");
const chunk = Buffer.concat(writeFrames(workload, CHUNK_FRAMES));
const restorer = createStreamRestorer({ api: workload.api, originals, recogniser });

let fed = 0;
let before = 0;
let most = 0;
let out = 0;
while (fed < (WARM_MEGABYTES + STREAM_MEGABYTES) * 1e6) {
  for (const bytes of restorer.feed(Buffer.from(chunk))) out += bytes.length;
  fed += chunk.length;
  if (fed < WARM_MEGABYTES * 1e6) before = process.memoryUsage.rss();
  else most = Math.max(most, process.memoryUsage.rss() - before);
}
if (out < fed) throw new Error("less came out than went in");
process.send?.({ streamMegabytes: STREAM_MEGABYTES, grownMegabytes: most / 1e6 });
