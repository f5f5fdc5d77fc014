/** The message of a client that reads streams to the process that started it. */
export interface ClientReading {
  tokens: number;
  seconds: number;
  /** The CPU seconds while it read. */
  cpu: number;
  /** The CPU seconds of the whole process, with its start. */
  cpuOfProcess: number;
}

export const TOKENS = Number(process.env.TOKENS);
export const HEADERS = { "content-type": "application/json" };
export const BODY = JSON.stringify({
  ...{ model: "arith-s", messages: [{ role: "user", content: "?" }] },
  ...{ stream: true, max_tokens: TOKENS },
});

/** Reads `STREAMS` streams of `URL` at once with the given reader, and reports the time and CPU that it took. */
export async function readStreams(prepare: (url: string) => Promise<() => Promise<number>>): Promise<void> {
  const read = await prepare(process.env.URL!);
  const cpu = process.cpuUsage();
  const started = performance.now();
  const tokens = await Promise.all(Array.from({ length: Number(process.env.STREAMS) }, read));
  const seconds = (performance.now() - started) / 1000;
  const spent = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1e6;
  const reading: ClientReading = {
    tokens: tokens.reduce((sum, count) => sum + count, 0),
    seconds,
    cpu: spent(process.cpuUsage(cpu)),
    cpuOfProcess: spent(process.cpuUsage()),
  };
  process.send!(reading, () => process.exit(0));
}
