/** The first time soon after the start: loading leaves a third of a fresh masker's memory behind. */
const FIRST_MILLISECONDS = 1000;
const CHECK_MILLISECONDS = 5000;
/** Of one core since the last check. A collection holds up what is under way for the time of a body of 500 KB, so it waits for a lull. */
const IDLE_SHARE = 0.02;
const WORTHWHILE_BYTES = 16 * 1024 * 1024;

/**
 * Collects garbage, and gives the pages back to the system, once after the start and whenever a lull follows work. V8 lets garbage lie
 * until it wants the room, and keeps pages that it has emptied. Only where Node runs with `--expose-gc`.
 */
export function freeMemoryWhenIdle(): void {
  const collect = globalThis.gc;
  if (collect === undefined) return;
  let resident = 0;
  let cpu = process.cpuUsage();
  const check = (): void => {
    const spent = process.cpuUsage(cpu);
    const isIdle = (spent.user + spent.system) / 1000 < CHECK_MILLISECONDS * IDLE_SHARE;
    if (resident === 0 || (isIdle && process.memoryUsage.rss() > resident + WORTHWHILE_BYTES)) {
      // Any other flavor keeps the pages.
      collect({ execution: "sync", type: "major", flavor: "last-resort" });
      resident = process.memoryUsage.rss();
    }
    cpu = process.cpuUsage();
  };
  setTimeout(() => {
    check();
    setInterval(check, CHECK_MILLISECONDS).unref();
  }, FIRST_MILLISECONDS).unref();
}
