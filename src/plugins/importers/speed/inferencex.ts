import { z } from "zod";
import { defineImporter } from "../../contract/definePlugin.ts";
import { ImportError } from "../../contract/importError.ts";
import type { Imported, ImportedSpeed } from "../../contract/importer.ts";
import type { Fields } from "../fields/fields.ts";
import { amountAt, countAt } from "../fields/figures.ts";
import { filesLike, objectsOf, settingsOf, speedOf } from "./reading.ts";
import { timesInKeys } from "./times.ts";

const SETTINGS = [
  "hw",
  "image",
  "isl",
  "osl",
  "spec_decoding",
  "disagg",
  "is_multinode",
  "dp_attention",
  "dcp_size",
  "pcp_size",
  "tput_per_gpu",
  "input_tput_per_gpu",
  "output_tput_per_gpu",
  "kv_p2p_transfer",
  "num_prefill_gpu",
  "num_decode_gpu",
  ...["prefill", "decode"].flatMap((role) =>
    ["tp", "pp", "ep", "dp_attention", "num_workers", "hw"].map((key) => `${role}_${key}`),
  ),
];

/** The rows that InferenceX (formerly InferenceMAX) makes of each of its runs, alone or in a list. All times are in seconds. */
export const INFERENCEX = defineImporter({
  name: "inferencex",
  version: "1.0.0",
  apiVersion: "1.4.0",
  title: "InferenceX",
  versions: "rows of 2025 and 2026, of one node and of several",
  description: "Reads the rows of InferenceX, formerly InferenceMAX.",
  options: z.strictObject({}),
  find: (files) =>
    filesLike(
      files,
      /\.jsonl?$/i,
      (head) => /"hw"\s*:/.test(head) && /"tput_per_gpu"\s*:/.test(head) && /"framework"\s*:/.test(head),
    ),
  async *read({ files }) {
    for (const file of files) for await (const row of objectsOf(file)) yield* rowOf(row);
  },
});

function* rowOf(row: Fields): Generator<Imported> {
  const model = row.model("model");
  if (!model) throw new ImportError("BAD_FILE", row.place("model"), "the name of the model is missing.");
  const gpus = gpusOf(row);
  const each = row.amount("output_tput_per_gpu");
  const hardware = /^[^-]+/.exec(row.label("hw") ?? "")?.[0].trim();
  const speed: ImportedSpeed = {
    place: row.place(),
    model,
    tool: "InferenceX",
    engine: row.label("framework"),
    engineVersion: versionOf(row.label("image")),
    // The words after the first dash name a cluster or a software stack.
    accelerator: hardware && gpus.all ? { name: hardware, count: gpus.all } : undefined,
    precision: row.label("precision"),
    parallelism: gpus.parallelism,
    dataset: "random",
    concurrency: row.count("conc"),
    throughput: each && gpus.writing ? amountAt(each * gpus.writing, row.place("output_tput_per_gpu")) : undefined,
    ttft: timesInKeys(row, "ttft", 1),
    timePerOutputToken: timesInKeys(row, "tpot", 1),
    interTokenLatency: timesInKeys(row, "itl", 1),
    latency: timesInKeys(row, "e2el", 1),
    ...powerOf(row),
    settings: settingsOf(row, SETTINGS),
  };
  yield* speedOf(speed, row);
}

/**
 * All GPUs, and those by which the rows divide the output tokens: on several nodes those that decode, on one node all.
 */
function gpusOf(row: Fields): { all?: number; writing?: number; parallelism?: ImportedSpeed["parallelism"] } {
  const prefill = row.count("num_prefill_gpu");
  const decode = row.count("num_decode_gpu");
  if (prefill !== undefined && decode !== undefined) {
    return { all: countAt(prefill + decode, row.place("num_decode_gpu")), writing: decode || prefill };
  }
  const tensor = row.count("tp");
  if (tensor === undefined || row.value("is_multinode") === true) return {};
  const pipeline = row.count("pp");
  const all = countAt(tensor * (pipeline ?? 1) * (row.count("pcp_size") ?? 1), row.place("tp"));
  return { all, writing: all, parallelism: { tensor, pipeline, expert: row.count("ep") } };
}

/** Rows without a version of the power metrics may state the energy of one role only, so that theirs is left out. */
function powerOf(row: Fields): Pick<ImportedSpeed, "power" | "energyPerToken"> {
  if (row.number("power_valid") !== 1 || row.value("power_metric_schema_version") === undefined) return {};
  return { power: row.amount("avg_total_gpu_power_w"), energyPerToken: row.amount("joules_per_output_token") };
}

/** The version of the engine, which stands in the tag of the image where it starts with one. */
function versionOf(image: string | undefined): string | undefined {
  return image && /:v?(\d+(?:\.\d+)+(?:[.-]?(?:rc|post|dev)\.?\d*)*)[^:/]*$/.exec(image)?.[1];
}
