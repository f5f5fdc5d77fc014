export interface Latency {
  p50: number;
  p99: number;
}

/**
 * The latencies in milliseconds of several ways to do the same thing. They are measured in turn, each once in a round, so
 * that all see the same machine. The first tenth of the rounds only warms up.
 */
export async function measureLatencies<Name extends string>(
  ways: Record<Name, (round: number) => Promise<unknown>>,
  rounds: number,
): Promise<Record<Name, Latency>> {
  const names = Object.keys(ways) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < rounds * 1.1; round++) {
    for (const name of names) {
      const started = performance.now();
      await ways[name](round);
      if (round >= rounds * 0.1) times[name].push(performance.now() - started);
    }
  }
  return Object.fromEntries(names.map((name) => [name, percentiles(times[name])])) as Record<Name, Latency>;
}

/** The percentiles of some durations, which are sorted in place. */
export function percentiles(times: number[]): Latency {
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
  return { p50: at(0.5), p99: at(0.99) };
}
