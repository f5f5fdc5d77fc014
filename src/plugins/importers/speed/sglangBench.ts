import { z } from "zod";
import { defineImporter } from "../../contract/definePlugin.ts";
import type { Imported, ImportedModel, ImportedSpeed } from "../../contract/importer.ts";
import type { Fields } from "../fields/fields.ts";
import { loadOf } from "./load.ts";
import { filesLike, objectsOf, settingsOf, speedOf, UNNAMED } from "./reading.ts";
import { MILLISECONDS, timesInKeys } from "./times.ts";

const SETTINGS = [
  "backend",
  "sharegpt_output_len",
  "random_input_len",
  "random_output_len",
  "random_range_ratio",
  "request_throughput",
  "input_throughput",
  "total_throughput",
  "total_output_tokens_retokenized",
  "total_input_vision_tokens",
  "accept_length",
  "max_output_tokens_per_s",
  "max_concurrent_requests",
];
/** Lists with an entry for each request, of the option `--output-details`. The statistics sum them up. */
const DETAILS = ["input_lens", "output_lens", "ttfts", "itls", "generated_texts", "errors"];

/** `python -m sglang.bench_serving`, which appends one line a run. */
export const SGLANG_BENCH = defineImporter({
  name: "sglang-bench",
  version: "1.0.0",
  apiVersion: "1.4.0",
  title: "sglang.bench_serving",
  versions: "0.3 to 0.5.23",
  description: "Reads the results of `sglang.bench_serving`: one line of JSON a run.",
  options: z.strictObject({}),
  find: (files) => filesLike(files, /\.jsonl?$/i, (head) => /"total_output(?:_tokens)?_retokenized"\s*:/.test(head)),
  async *read({ files }) {
    for (const file of files) for await (const row of objectsOf(file)) yield* runOf(row);
  },
});

function* runOf(row: Fields): Generator<Imported> {
  const backend = row.label("backend");
  const server = row.within("server_info");
  const rate = row.value("request_rate");
  const speed: ImportedSpeed = {
    place: row.place(),
    model: modelOf(row, server) ?? UNNAMED,
    tool: "sglang.bench_serving",
    engine: engineOf(backend),
    ...(server && serverOf(server)),
    dataset: row.label("dataset_name"),
    ...loadOf(row),
    meanConcurrency: row.amount("concurrency"),
    ttft: timesInKeys(row, "ttft", MILLISECONDS),
    timePerOutputToken: timesInKeys(row, "tpot", MILLISECONDS),
    interTokenLatency: timesInKeys(row, "itl", MILLISECONDS),
    // Older versions leave the `_ms` out of the names, and the figures are milliseconds all the same.
    latency: timesInKeys(row, "e2e_latency", MILLISECONDS),
    settings: {
      ...settingsOf(row, SETTINGS),
      ...(typeof rate === "string" && /^[a-z]+$/i.test(rate) && !/^inf/i.test(rate) && { request_rate: rate }),
    },
  };
  for (const list of DETAILS) row.value(list);
  yield* speedOf(speed, row);
}

/** The lines of older versions name no model: only the server's description of itself does. */
function modelOf(row: Fields, server: Fields | undefined): ImportedModel | undefined {
  const stated = [
    server?.model("model_path"),
    row.model("model_id") ?? row.model("model"),
    server?.model("served_model_name"),
  ].filter((model) => model !== undefined);
  return stated.find(({ name }) => name.includes("/")) ?? stated[0];
}

function engineOf(backend: string | undefined): string | undefined {
  return backend === undefined || !/^(?:sglang|vllm|lmdeploy)(?:-|$)/.test(backend)
    ? backend === "trt"
      ? "tensorrt-llm"
      : undefined
    : backend.split("-")[0];
}

/** What the server states of itself. It also holds addresses, paths and keys, which are not read. */
function serverOf(server: Fields): Partial<ImportedSpeed> {
  const dtype = server.label("dtype");
  const cache = server.label("kv_cache_dtype");
  return {
    engineVersion: server.label("version"),
    precision: server.label("quantization") ?? (dtype === "auto" ? undefined : dtype),
    cachePrecision: cache === "auto" ? undefined : cache,
    parallelism: {
      tensor: server.count("tp_size"),
      pipeline: server.count("pp_size"),
      expert: server.count("ep_size"),
      data: server.count("dp_size"),
    },
  };
}
