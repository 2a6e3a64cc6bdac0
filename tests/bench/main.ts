const BENCHMARKS = ["scan", "stream", "store", "load", "chain", "database", "memory", "fairness"] as const;

interface Benchmark {
  /** Measures, and prints its own table. */
  run(): Promise<void>;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !BENCHMARKS.some((known) => known === name));
if (unknown.length > 0) {
  console.error(`npm run bench: no benchmark is called ${unknown.join(", ")}; there are ${BENCHMARKS.join(", ")}`);
  process.exit(2);
}
for (const name of wanted.length > 0 ? wanted : BENCHMARKS) {
  const benchmark = (await import(`./${name}.ts`)) as Benchmark;
  await benchmark.run();
}
