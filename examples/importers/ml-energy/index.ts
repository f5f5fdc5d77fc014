import {
  defineImporter,
  Fields,
  type FileSet,
  type ImportedSpeed,
  type ImportedTimes,
  leftOut,
} from "paretograph/plugin";
import { z } from "zod";

/** The files of the ML.ENERGY leaderboard: one for a model and a task, with a measurement for each way of serving it. */
export default defineImporter({
  name: "ml-energy",
  version: "1.0.0",
  apiVersion: "1.4.0",
  title: "ML.ENERGY leaderboard",
  versions: "3 (2025 and 2026)",
  description: "Reads the energy, speed and batch sizes of the ML.ENERGY leaderboard.",
  options: z.strictObject({}),
  async find(files) {
    const sets: FileSet[] = [];
    for (const file of files) {
      if (!file.path.endsWith(".json")) continue;
      const head = await file.head();
      if (/"configurations"\s*:\s*\[/.test(head) && /"energy_per_(?:token|request)_joules"\s*:/.test(head))
        sets.push({ name: file.path, files: [file] });
    }
    return sets;
  },
  async *read({ files: [file] }) {
    const content = new Fields(await file!.json(), file!.path);
    const model = content.model("model_id") ?? { name: "" };
    const dataset = content.label("task");
    const precision = content.label("weight_precision");
    for (const row of content.listOf("configurations")) {
      const speed = {
        place: row.place(),
        model,
        tool: "ML.ENERGY benchmark",
        dataset,
        precision,
        ...hardwareOf(row),
        meanConcurrency: row.amount("avg_batch_size"),
        outputTokens: row.amount("avg_output_len"),
        throughput: row.amount("output_throughput_tokens_per_sec"),
        interTokenLatency: gapsOf(row),
        energyPerToken: row.amount("energy_per_token_joules"),
        power: row.amount("avg_power_watts"),
        settings: settingsOf(row),
      };
      yield {
        kind: "speed",
        speed: Object.fromEntries(
          Object.entries(speed).filter(([, value]) => value !== undefined),
        ) as unknown as ImportedSpeed,
      };
    }
    const places = ["output_length_distribution"].filter((key) => content.has(key));
    for (const key of places)
      yield leftOut(content.place(key), "A measurement of speed has no place for a distribution of lengths.");
  },
});

function hardwareOf(row: Fields): Pick<ImportedSpeed, "accelerator" | "parallelism"> {
  const name = row.label("gpu_model");
  const count = row.count("num_gpus");
  const parallel = row.within("parallelization");
  return {
    ...(name !== undefined && count && { accelerator: { name, count } }),
    ...(parallel && {
      parallelism: {
        tensor: parallel.count("tensor_parallel"),
        expert: parallel.count("expert_parallel"),
        data: parallel.count("data_parallel"),
      },
    }),
  };
}

/** The seconds between two tokens, which the file states in milliseconds. */
function gapsOf(row: Fields): ImportedTimes | undefined {
  const seconds = (key: string) => {
    const value = row.amount(key);
    return value === undefined ? {} : { value: value / 1000 };
  };
  const gaps = {
    median: seconds("median_itl_ms").value,
    p90: seconds("p90_itl_ms").value,
    p95: seconds("p95_itl_ms").value,
    p99: seconds("p99_itl_ms").value,
  };
  return Object.values(gaps).some((value) => value !== undefined) ? gaps : undefined;
}

/** The joules are those of the GPUs in the steady state. */
function settingsOf(row: Fields): Record<string, number> {
  const stated = {
    max_num_seqs: row.count("max_num_seqs"),
    energy_per_request_joules: row.amount("energy_per_request_joules"),
  };
  return Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined)) as Record<
    string,
    number
  >;
}
