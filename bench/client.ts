import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { ClientReading } from "./clients/readStreams.ts";
import { report, round } from "./support/report.ts";

const { values } = parseArgs({
  options: {
    streams: { type: "string", default: "64,256,1024" },
    tokens: { type: "string", default: "256" },
    rate: { type: "string", default: "50" },
    rounds: { type: "string", default: "1" },
    // The path of a Python that has vLLM, and the folder of a model whose tokenizer it uses.
    python: { type: "string", default: "python3" },
    model: { type: "string", default: "../shared/data/engines/models/arith-s" },
    json: { type: "boolean", default: false },
  },
});
const [tokens, rate] = [Number(values.tokens), Number(values.rate)];

const CLIENTS = [
  ["Paretograph's runner", "ours"],
  ["bare undici, request()", "bareRequest"],
  ["bare undici, dispatch()", "bareDispatch"],
] as const;
type Client = (typeof CLIENTS)[number][1];

const server = fork(join(import.meta.dirname, "servers/sse.ts"), {
  env: { ...process.env, TOKENS: values.tokens, STEP_MS: String(1000 / rate) },
});
const [{ port }] = (await once(server, "message")) as [{ port: number }];
const url = `http://127.0.0.1:${port}`;

const perMillion = ({ cpu, tokens }: ClientReading) => (cpu / tokens) * 1e6;

const rows: Record<string, string | number>[] = [];
for (const streams of values.streams.split(",").map(Number)) {
  const readings = new Map<Client, ClientReading[]>(CLIENTS.map(([, client]) => [client, []]));
  // The clients run in turn, so that all see the same machine.
  for (let i = 0; i < Number(values.rounds); i++) {
    for (const [, client] of CLIENTS) readings.get(client)!.push(await run(client, streams));
  }
  const cpuOf = (client: Client) => median(readings.get(client)!.map(perMillion));
  for (const [title, client] of CLIENTS) {
    const all = readings.get(client)!;
    rows.push({
      client: title,
      streams,
      "tokens/s": Math.round(median(all.map((reading) => reading.tokens / reading.seconds))),
      "asked for": streams * rate,
      "CPU s/M tokens": round(cpuOf(client)),
      "of request()": round(cpuOf(client) / cpuOf("bareRequest")),
      "of dispatch()": round(cpuOf(client) / cpuOf("bareDispatch")),
      "share of a core": round(median(all.map(({ cpu, seconds }) => cpu / seconds))),
      "CPU s in all": round(median(all.map(({ cpuOfProcess }) => cpuOfProcess))),
    });
  }
}
const note = measureVllm(1024);
server.disconnect();

report(`Streams of ${tokens} tokens at ${rate} a second, an event each; ${values.rounds} round(s), medians`, rows, [
  note,
  "Aims: 1,024 streams at 50 tokens/s on one core; at most 1.5 times a bare reader's CPU and a tenth of vLLM's client.",
]);

async function run(client: Client, streams: number): Promise<ClientReading> {
  const child: ChildProcess = fork(join(import.meta.dirname, `clients/${client}.ts`), {
    env: { ...process.env, URL: url, STREAMS: String(streams), TOKENS: values.tokens },
    timeout: (tokens / rate) * 1000 * 4 + 20_000,
  });
  const [reading] = await Promise.race([
    once(child, "message") as Promise<[ClientReading]>,
    once(child, "exit").then(() => Promise.reject(new Error(`The client ${client} ended without a result.`))),
  ]);
  return reading;
}

/** A line on the CPU time of `vllm bench serve` for the same streams, with and without its start. */
function measureVllm(streams: number): string {
  const skipped = (why: string) => `vllm bench serve: skipped, ${why}.`;
  if (!existsSync(join(values.model, "tokenizer.json"))) return skipped(`no tokenizer in ${values.model}`);
  try {
    execFileSync(values.python, ["-c", "import importlib.metadata as m; m.version('vllm')"], { stdio: "ignore" });
  } catch {
    return skipped(`${values.python} has no vllm (--python names another)`);
  }
  try {
    // The first start reads all files from the disk and is not counted.
    cpuOfVllm(1);
    const [one, all] = [cpuOfVllm(1), cpuOfVllm(streams)];
    const slope = ((all - one) / ((streams - 1) * tokens)) * 1e6;
    const whole = (all / (streams * tokens)) * 1e6;
    return (
      `vllm bench serve, ${streams} streams: ${round(all)} CPU s in all, of them ${round(one)} for one request; ` +
      `${round(whole)} CPU s/M tokens, ${round(slope)} without the start.`
    );
  } catch (error) {
    return skipped(`it failed: ${(error as Error).message.split("\n")[0]}`);
  }
}

/** The CPU seconds of the command and its children. Python measures them, since Node does not report those of a child. */
function cpuOfVllm(streams: number): number {
  const measure =
    "import resource, subprocess, sys\n" +
    "subprocess.run(sys.argv[1:], check=True, stderr=subprocess.DEVNULL)\n" +
    "used = resource.getrusage(resource.RUSAGE_CHILDREN)\nprint('CPU', used.ru_utime + used.ru_stime)";
  const command = [
    ...[values.python, "-m", "vllm.entrypoints.cli.main", "bench", "serve", "--backend", "openai-chat"],
    ...["--base-url", url, "--endpoint", "/v1/chat/completions", "--model", "arith-s", "--tokenizer", values.model],
    ...["--dataset-name", "random", "--random-input-len", "16", "--random-output-len", values.tokens],
    ...["--num-prompts", String(streams), "--max-concurrency", String(streams), "--disable-tqdm"],
  ];
  const env = { ...process.env, HF_HUB_OFFLINE: "1", VLLM_NO_USAGE_STATS: "1", DO_NOT_TRACK: "1" };
  const output = execFileSync(values.python, ["-u", "-c", measure, ...command], { env, timeout: 180_000 }).toString();
  const received = Number(/Total generated tokens: *(\d+)/.exec(output)?.[1]);
  if (received !== streams * tokens) throw new Error(`it received ${received} of ${streams * tokens} tokens`);
  return Number(/CPU ([\d.]+)\s*$/.exec(output)![1]);
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.floor(sorted.length / 2)]!) / 2;
}
