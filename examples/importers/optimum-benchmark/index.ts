import {
  byFolder,
  defineImporter,
  Fields,
  type FileSet,
  ImportError,
  type ImportedSpeed,
  type ImportedTimes,
  leftOut,
  nameOf,
} from "paretograph/plugin";
import { z } from "zod";

/** optimum-benchmark: a report of phases (loading, prefill, decode, each token), beside or within the settings. */
export default defineImporter({
  name: "optimum-benchmark",
  version: "1.0.0",
  apiVersion: "1.4.0",
  title: "optimum-benchmark",
  versions: "0.4 to 0.6 (by the source of the tool)",
  description: "Reads the reports of Hugging Face's optimum-benchmark.",
  options: z.strictObject({}),
  async find(files) {
    const sets: FileSet[] = [];
    for (const folder of byFolder(files)) {
      const config = folder.files.find((file) => nameOf(file) === "benchmark_config.json");
      for (const file of folder.files) {
        if (!file.path.endsWith(".json") || file === config) continue;
        const head = await file.head();
        const isReport =
          /"(?:prefill|decode|forward|load_model|per_token)"\s*:\s*\{/.test(head) &&
          /"max_(?:ram|allocated)"\s*:|"latency"\s*:/.test(head);
        if (isReport && /"unit"\s*:/.test(head))
          sets.push({ name: file.path, files: config ? [file, config] : [file] });
      }
    }
    return sets;
  },
  async *read({ files: [file, beside] }) {
    const content = new Fields(await file!.json(), file!.path);
    const report = content.within("report") ?? content;
    const config = beside ? new Fields(await beside.json(), beside.path) : content.within("config");
    const backend = config?.within("backend");
    const input = config?.within("scenario")?.within("input_shapes");
    const batch = input?.count("batch_size");
    const decode = report.within("decode");
    const engine = backend?.label("name");
    const precision = backend?.label("torch_dtype") ?? backend?.label("dtype");
    const throughput = decode?.within("throughput");
    if (throughput && throughput.label("unit") !== "tokens/s") {
      throw new ImportError("BAD_FILE", throughput.place("unit"), "the throughput of decoding is to be in tokens/s.");
    }
    const speed = {
      place: report.place(),
      model: backend?.model("model") ?? { name: "" },
      tool: "optimum-benchmark",
      engine,
      engineVersion: backend?.label("version"),
      precision: precision === "null" ? undefined : precision,
      concurrency: batch || undefined,
      promptTokens: input?.amount("sequence_length"),
      throughput: throughput?.amount("value"),
      // The first token comes with the end of the prefill.
      ttft: timesOf(report.within("prefill")?.within("latency")),
      timePerOutputToken: timesOf(report.within("per_token")?.within("latency")),
      settings: energyOf(report),
    };
    yield {
      kind: "speed",
      speed: Object.fromEntries(
        Object.entries(speed).filter(([, value]) => value !== undefined),
      ) as unknown as ImportedSpeed,
    };
    for (const phase of report.unread())
      yield leftOut(report.place(phase), "A measurement of speed has no place for it.");
  },
});

function timesOf(latency: Fields | undefined): ImportedTimes | undefined {
  if (!latency) return undefined;
  if (latency.label("unit") !== "s")
    throw new ImportError("BAD_FILE", latency.place("unit"), "times are to be in seconds.");
  const names = { mean: "mean", median: "p50", p90: "p90", p95: "p95", p99: "p99" } as const;
  const times: ImportedTimes = {};
  for (const [statistic, key] of Object.entries(names)) {
    const value = latency.amount(key);
    if (value !== undefined) times[statistic as keyof ImportedTimes] = value;
  }
  return Object.keys(times).length > 0 ? times : undefined;
}

/** The kilowatt-hours of each phase, of processor, memory and GPUs: no energy of a token follows without its tokens. */
function energyOf(report: Fields): Record<string, number> | undefined {
  const energies: Record<string, number> = {};
  for (const phase of ["prefill", "decode"]) {
    const energy = report.within(phase)?.within("energy");
    if (!energy) continue;
    if (energy.label("unit") !== "kWh")
      throw new ImportError("BAD_FILE", energy.place("unit"), "energies are to be in kWh.");
    for (const part of ["gpu", "total"]) {
      const value = energy.amount(part);
      if (value !== undefined) energies[`${phase}_${part}_kwh`] = value;
    }
  }
  return Object.keys(energies).length > 0 ? energies : undefined;
}
