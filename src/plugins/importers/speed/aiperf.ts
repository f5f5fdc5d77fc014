import { z } from "zod";
import { defineImporter } from "../../contract/definePlugin.ts";
import { ImportError } from "../../contract/importError.ts";
import type { Imported, ImportedModel, ImportedSpeed, ImportedTimes } from "../../contract/importer.ts";
import { Fields } from "../fields/fields.ts";
import { amountAt } from "../fields/figures.ts";
import { modelNamed } from "../fields/modelName.ts";
import { rateOf } from "./load.ts";
import { filesLike, speedOf, UNNAMED } from "./reading.ts";
import { timesWithin } from "./times.ts";

/** The units in which the two tools state times, in seconds. Every metric states its own. */
const SECONDS: Record<string, number> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  sec: 1,
  seconds: 1,
};

/** aiperf, and genai-perf before it: one file a run, whose metrics each state their unit. */
export const AIPERF = defineImporter({
  name: "aiperf",
  version: "1.0.0",
  apiVersion: "1.4.0",
  title: "aiperf and genai-perf",
  versions: "aiperf 0.1 to 0.13, genai-perf 0.0.5 to 0.0.16",
  description: "Reads the summaries of aiperf (`profile_export_aiperf.json`) and of genai-perf.",
  options: z.strictObject({}),
  find: (files) =>
    filesLike(files, /\.json$/i, (head) =>
      /"(?:request_throughput|request_latency|output_token_throughput)"\s*:\s*\{[^{}]*"unit"\s*:[^{}]*"avg"\s*:/.test(
        head,
      ),
    ),
  async *read({ files }) {
    for (const file of files) yield* summaryOf(new Fields(await file.json(), file.path));
  },
});

function* summaryOf(summary: Fields): Generator<Imported> {
  const config = summary.within("input_config");
  const isAiperf = !/genai[-_]perf/.test(summary.place()) && !config?.has("perf_analyzer");
  const telemetry = gpusOf(summary.within("telemetry_data"));
  const version = summary.label("aiperf_version");
  const speed: ImportedSpeed = {
    place: summary.place(),
    model: modelOf(config) ?? UNNAMED,
    tool: isAiperf ? "aiperf" : "genai-perf",
    ...telemetry,
    ...loadOf(config),
    meanConcurrency: average(summary, "effective_concurrency"),
    completed: wholeNumber(summary, "request_count"),
    failed: wholeNumber(summary, "error_request_count"),
    duration: timesOf(summary, "benchmark_duration")?.mean,
    promptTokens: average(summary, "input_sequence_length"),
    outputTokens: average(summary, "output_sequence_length"),
    throughput: average(summary, "output_token_throughput"),
    ttft: timesOf(summary, "time_to_first_token"),
    // The mean of each request, as (latency - TTFT) / (tokens - 1): what other tools call TPOT.
    timePerOutputToken: timesOf(summary, "inter_token_latency"),
    latency: timesOf(summary, "request_latency"),
    ...datesOf(summary),
    settings: {
      ...(version !== undefined && { aiperf_version: version }),
      ...(summary.value("was_cancelled") === true && { was_cancelled: "true" }),
    },
  };
  for (const key of ["run_info", "schema_version", "benchmark_id", "is_complete", "error_summary"]) summary.value(key);
  yield* speedOf(speed, summary);
}

/** A metric whose average is asked for. Some versions state an empty object for one that was not measured. */
function metric(summary: Fields, name: string): Fields | undefined {
  const found = summary.within(name);
  return found?.has("avg") ? found : undefined;
}

function average(summary: Fields, name: string): number | undefined {
  return metric(summary, name)?.amount("avg");
}

function wholeNumber(summary: Fields, name: string): number | undefined {
  return metric(summary, name)?.count("avg");
}

function timesOf(summary: Fields, name: string): ImportedTimes | undefined {
  const found = metric(summary, name);
  if (!found) return undefined;
  const unit = found.label("unit") ?? "";
  if (!Object.hasOwn(SECONDS, unit)) {
    const known = Object.keys(SECONDS).join(", ");
    throw new ImportError(
      "BAD_FILE",
      found.place("unit"),
      `"${unit.slice(0, 50)}" is no unit of time: it is one of ${known}.`,
    );
  }
  return timesWithin(found, SECONDS[unit]!);
}

/** The models asked: aiperf lists them in a section of its own or of the endpoint, genai-perf at the top. */
function modelOf(config: Fields | undefined): ImportedModel | undefined {
  if (!config) return undefined;
  const items = config.value("models") instanceof Object ? config.value("models") : undefined;
  const section = items && !Array.isArray(items) ? config.within("models")?.listOf("items") : undefined;
  const lists = [config.within("endpoint"), config].flatMap((one) =>
    ["model_names", "model"].map((key) => one?.value(key)),
  );
  const named = [section?.map((item) => item.value("name")), Array.isArray(items) ? items : undefined, ...lists];
  const names = named.find((list) => list !== undefined && list !== null);
  const first = Array.isArray(names) ? names : [names];
  return first.length === 1 ? modelNamed(first[0], config.place()) : undefined;
}

function loadOf(config: Fields | undefined): Pick<ImportedSpeed, "concurrency" | "requestRate"> {
  if (!config) return {};
  const measured = config.has("phases")
    ? config.listOf("phases").filter((phase) => (phase.label("kind") ?? phase.label("name")) !== "warmup")
    : [config.within("loadgen") ?? stimulusOf(config) ?? config];
  // Several phases are pooled in one summary, and none of their loads is that of all.
  const [load, ...others] = measured;
  if (!load || others.length > 0) return {};
  const rate = load.has("request_rate") ? "request_rate" : "rate";
  return { concurrency: load.count("concurrency") || undefined, requestRate: rateOf(load, rate) };
}

function stimulusOf(config: Fields): Fields | undefined {
  const analyzer = config.value("perf_analyzer");
  return analyzer instanceof Object ? config.within("perf_analyzer")?.within("stimulus") : undefined;
}

/** The GPUs that the tool watched. Names of hosts and numbers of boards stay out. */
function gpusOf(telemetry: Fields | undefined): Pick<ImportedSpeed, "accelerator" | "power"> {
  const endpoints = telemetry?.within("endpoints");
  const gpus = (endpoints?.keys() ?? []).flatMap((endpoint) => {
    const all = endpoints?.within(endpoint)?.within("gpus");
    return (all?.keys() ?? []).map((key) => all!.within(key)!).filter((gpu) => gpu !== undefined);
  });
  const names = new Set(gpus.map((gpu) => gpu.label("gpu_name")));
  const [name] = names;
  const watts = gpus.map((gpu) => gpu.within("metrics")?.within("gpu_power_usage")?.amount("avg"));
  const power = watts.reduce<number | undefined>(
    (sum, one) => (sum === undefined || one === undefined ? undefined : sum + one),
    0,
  );
  return {
    accelerator: names.size === 1 && name !== undefined ? { name, count: gpus.length } : undefined,
    power: gpus.length === 0 ? undefined : amountAt(power, telemetry?.place() ?? ""),
  };
}

/** Times without a zone are the local ones of an unknown place, so that they are no dates of the run. */
function datesOf(summary: Fields): Pick<ImportedSpeed, "startedAt" | "finishedAt"> {
  const dated = (key: string) => {
    const text = summary.label(key);
    return z.iso.datetime({ offset: true }).safeParse(text).success ? text : undefined;
  };
  return { startedAt: dated("start_time"), finishedAt: dated("end_time") };
}
