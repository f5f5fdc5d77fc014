import { z } from "zod";
import { defineImporter } from "../../contract/definePlugin.ts";
import type { Imported, ImportedSpeed, ImportedTimes } from "../../contract/importer.ts";
import type { Fields } from "../fields/fields.ts";
import { filesLike, objectsOf, settingsOf, speedOf, UNNAMED } from "./reading.ts";
import { MILLISECONDS, timesWithin } from "./times.ts";

/** `trtllm-bench --report_json`: the only speed format that names GPU, version of the engine and parallelism itself. */
export const TENSORRT_LLM_BENCH = defineImporter({
  name: "trtllm-bench",
  version: "1.0.0",
  apiVersion: "1.4.0",
  title: "trtllm-bench",
  versions: "reports of TensorRT-LLM 0.20 to 1.2",
  description: "Reads the reports that `trtllm-bench throughput` and `latency` write with `--report_json`.",
  options: z.strictObject({}),
  find: (files) =>
    filesLike(
      files,
      /\.json$/i,
      (head) =>
        /"engine"\s*:\s*\{/.test(head) && /"world_info"\s*:\s*\{/.test(head) && /"performance"\s*:\s*\{/.test(head),
    ),
  async *read({ files }) {
    for (const file of files) for await (const report of objectsOf(file)) yield* reportOf(report);
  },
});

function* reportOf(report: Fields): Generator<Imported> {
  const engine = report.within("engine");
  const world = report.within("world_info");
  const requests = report.within("request_info");
  const performance = report.within("performance");
  const streaming = report.within("streaming_metrics");
  const gpu = report.within("machine")?.label("name");
  const gpus = world?.count("world_size");
  const total = performance?.amount("total_latency_ms");
  const speed: ImportedSpeed = {
    place: report.place(),
    model: engine?.model("model") ?? engine?.model("model_path") ?? UNNAMED,
    tool: "trtllm-bench",
    engine: "tensorrt-llm",
    engineVersion: engine?.label("version"),
    accelerator: gpu && gpus ? { name: gpu, count: gpus } : undefined,
    precision: engine?.label("quantization") ?? engine?.label("dtype"),
    cachePrecision: engine?.label("kv_cache_dtype"),
    parallelism: {
      tensor: world?.count("tp_size"),
      pipeline: world?.count("pp_size"),
      expert: world?.count("ep_size"),
    },
    meanConcurrency: requests?.amount("avg_num_concurrent_requests"),
    completed: requests?.count("num_requests"),
    duration: total === undefined ? undefined : total / 1000,
    promptTokens: requests?.amount("avg_input_length"),
    outputTokens: requests?.amount("avg_output_length"),
    throughput: performance?.amount("system_output_throughput_tok_s"),
    ttft: averaged(streaming?.amount("avg_ttft_ms"), timesWithin(streaming?.within("ttft_percentiles"), MILLISECONDS)),
    timePerOutputToken: averaged(
      streaming?.amount("avg_tpot_ms"),
      timesWithin(streaming?.within("tpot_percentiles"), MILLISECONDS),
    ),
    latency: averaged(
      performance?.amount("avg_request_latency_ms"),
      timesWithin(performance?.within("request_latency_percentiles_ms"), MILLISECONDS),
    ),
    settings: {
      ...(engine && settingsOf(engine, ["backend", "max_input_length", "max_sequence_length"])),
      ...(world &&
        settingsOf(world, [
          "max_batch_size",
          "max_num_tokens",
          "scheduling_policy",
          "kv_cache_percentage",
          "issue_rate",
        ])),
    },
  };
  for (const key of ["dataset"]) report.value(key);
  yield* speedOf(speed, report, ...[performance, streaming].filter((one) => one !== undefined));
}

function averaged(mean: number | undefined, times: ImportedTimes | undefined): ImportedTimes | undefined {
  return mean === undefined || mean === 0 ? times : { ...times, mean: mean / 1000 };
}
