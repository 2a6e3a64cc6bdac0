/**
 * `work`, or after so many milliseconds a rejection with code `ETIMEDOUT` and a call of `onLate`. Where this process was
 * too busy to read, an answer that lies in the socket is still in time: it is read before the immediate runs.
 */
export async function withinDeadline<T>(work: Promise<T>, milliseconds: number, onLate: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let immediate: NodeJS.Immediate | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      immediate = setImmediate(() => {
        reject(Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" }));
        onLate();
      });
    }, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    clearImmediate(immediate);
  }
}
