// Loaded into the masker before itself: how long its main thread computes at one go, in processor time, which what else
// runs on the machine does not change. On SIGUSR2 the turns since the last one are written to METER_FILE.
import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

if (isMainThread) {
  let turns = [];
  let before = process.threadCpuUsage();
  setInterval(() => {
    const used = process.threadCpuUsage(before);
    before = process.threadCpuUsage();
    turns.push((used.user + used.system) / 1000);
  }, 1).unref();
  process.on("SIGUSR2", () => {
    writeFileSync(process.env.METER_FILE, JSON.stringify(turns));
    turns = [];
  });
}
