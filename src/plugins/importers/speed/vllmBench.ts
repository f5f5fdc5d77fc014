import { z } from "zod";
import { defineImporter } from "../../contract/definePlugin.ts";
import { ImportError } from "../../contract/importError.ts";
import type { Imported, ImportedSpeed } from "../../contract/importer.ts";
import type { Fields } from "../fields/fields.ts";
import { loadOf } from "./load.ts";
import { filesLike, objectsOf, settingsOf, speedOf } from "./reading.ts";
import { timesInKeys } from "./times.ts";

/** The backends that name an engine. `openai` and its likes name only the protocol, which many engines speak. */
const ENGINES: Record<string, string> = {
  vllm: "vllm",
  sglang: "sglang",
  tgi: "tgi",
  lmdeploy: "lmdeploy",
  "tensorrt-llm": "tensorrt-llm",
  "llama.cpp": "llama.cpp",
  "deepspeed-mii": "deepspeed-mii",
  scalellm: "scalellm",
};
const SETTINGS = [
  "date",
  "backend",
  "endpoint_type",
  "num_prompts",
  "burstiness",
  "request_throughput",
  "input_throughput",
  "total_token_throughput",
  "max_output_tokens_per_s",
  "max_concurrent_requests",
  "request_goodput",
  "ramp_up_strategy",
  "ramp_up_start_rps",
  "ramp_up_end_rps",
  "spec_decode_acceptance_rate",
  "spec_decode_acceptance_length",
];
/** Lists with an entry for each request, of the option `--save-detailed`. The statistics sum them up. */
const DETAILS = [
  "input_lens",
  "output_lens",
  "ttfts",
  "itls",
  "latencies",
  "start_times",
  "queue_times",
  "generated_texts",
  "errors",
];

/** `vllm bench serve`, its forerunner `benchmark_serving.py`, and forks that write seconds and leave the `_ms` out. */
export const VLLM_BENCH = defineImporter({
  name: "vllm-bench",
  version: "1.0.0",
  apiVersion: "1.4.0",
  title: "vllm bench serve",
  versions: "0.5 to 0.11 and forks that write seconds",
  description: "Reads the results of `vllm bench serve`: one file a run, or one line a run where runs are appended.",
  options: z.strictObject({}),
  async find(files) {
    const sets = await filesLike(
      files,
      /\.jsonl?$/i,
      (head) => /"model_id"\s*:/.test(head) && /"num_prompts"\s*:/.test(head) && /"request_rate"\s*:/.test(head),
    );
    // A sweep sums up the files of its runs in one more.
    const folders = new Set(
      files.map(({ path }) => path).flatMap((path) => /^(.*)run=\d+\.json$/.exec(path)?.[1] ?? []),
    );
    return sets.filter(
      ({ name }) => !(name.endsWith("summary.json") && folders.has(name.slice(0, -"summary.json".length))),
    );
  },
  async *read({ files }) {
    for (const file of files) for await (const row of objectsOf(file)) yield* runOf(row);
  },
});

function* runOf(row: Fields): Generator<Imported> {
  const model = row.model("model_id");
  if (!model) throw new ImportError("BAD_FILE", row.place("model_id"), "the name of the model is missing.");
  const backend = row.label("backend") ?? row.label("endpoint_type");
  row.value("tokenizer_id");
  const speed: ImportedSpeed = {
    place: row.place(),
    model,
    tool: "vllm bench serve",
    engine: backend === undefined ? undefined : ENGINES[backend],
    ...loadOf(row),
    ttft: timesInKeys(row, "ttft", 1),
    timePerOutputToken: timesInKeys(row, "tpot", 1),
    interTokenLatency: timesInKeys(row, "itl", 1),
    latency: timesInKeys(row, "e2el", 1),
    settings: settingsOf(row, SETTINGS),
  };
  for (const list of DETAILS) row.value(list);
  yield* speedOf(speed, row);
}
