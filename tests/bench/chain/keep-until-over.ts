interface Part {
  stop(): Promise<void>;
}

/** Hands each part on and stops them all when the work is over or has failed, the last one first. */
export async function keepUntilOver(
  work: (keep: <One extends Part>(part: One) => One) => Promise<void>,
): Promise<void> {
  const running: Part[] = [];
  try {
    await work((part) => {
      running.push(part);
      return part;
    });
  } finally {
    for (const part of running.toReversed()) await part.stop();
  }
}
