import { z } from "zod";
import { defineImporter } from "../../contract/definePlugin.ts";
import { ImportError } from "../../contract/importError.ts";
import type { Imported, ImportedModel, ImportedSpeed } from "../../contract/importer.ts";
import { Fields } from "../fields/fields.ts";
import { contentOf, filesLike, speedOf, UNNAMED } from "./reading.ts";
import { MILLISECONDS, timesWithin } from "./times.ts";

/** guidellm: one file of several rates, each a benchmark. Only the requests that succeeded count. */
export const GUIDELLM = defineImporter({
  name: "guidellm",
  version: "1.0.0",
  apiVersion: "1.4.0",
  title: "guidellm",
  versions: "0.2 to 0.7 (reports without a version, and of versions 1 and 2)",
  description: "Reads the reports of guidellm in JSON or YAML: a measurement for each rate.",
  options: z.strictObject({}),
  find: (files) =>
    filesLike(files, /\.(?:json|ya?ml)$/i, (head) =>
      /"guidellm_version"\s*:|"type_"\s*:\s*"generative_benchmark"|^\s+guidellm_version:|^[\s-]+type_: generative_benchmark/m.test(
        head,
      ),
    ),
  async *read({ files }) {
    for (const file of files) {
      const report = new Fields(await contentOf(file), file.path);
      const metadata = report.within("metadata");
      const version = metadata?.number("version");
      if (version !== undefined && version !== 1 && version !== 2) {
        const message = `a report of version ${version} is not read; versions 1 and 2 are.`;
        throw new ImportError("UNSUPPORTED_VERSION", report.place("metadata.version"), message);
      }
      const benchmarks = report.listOf("benchmarks");
      if (benchmarks.length === 0) throw new ImportError("BAD_FILE", report.place("benchmarks"), "there are none.");
      for (const benchmark of benchmarks) {
        yield* benchmarkOf(benchmark, report, metadata?.label("guidellm_version"));
      }
    }
  },
});

function* benchmarkOf(benchmark: Fields, report: Fields, version: string | undefined): Generator<Imported> {
  const metrics = benchmark.within("metrics");
  if (!metrics) throw new ImportError("BAD_FILE", benchmark.place("metrics"), "it is missing.");
  const successful = (metric: string) => metrics.within(metric)?.within("successful");
  const config = benchmark.within("config") ?? benchmark.within("args");
  const totals = metrics.within("request_totals") ?? benchmark.within("request_totals");
  const speed: ImportedSpeed = {
    place: benchmark.place(),
    model: modelOf(benchmark, config, report) ?? UNNAMED,
    tool: "guidellm",
    ...loadOf(config?.within("strategy")),
    completed: totals?.count("successful"),
    failed: totals?.count("errored"),
    duration: benchmark.amount("duration"),
    meanConcurrency: successful("request_concurrency")?.amount("mean"),
    promptTokens: successful("prompt_token_count")?.amount("mean"),
    outputTokens: successful("output_token_count")?.amount("mean"),
    throughput: successful("output_tokens_per_second")?.amount("mean") || undefined,
    ttft: timesWithin(successful("time_to_first_token_ms"), MILLISECONDS),
    interTokenLatency: timesWithin(successful("inter_token_latency_ms"), MILLISECONDS),
    latency: timesWithin(successful("request_latency"), 1),
    startedAt: dateOf(benchmark.number("start_time"), benchmark.place("start_time")),
    finishedAt: dateOf(benchmark.number("end_time"), benchmark.place("end_time")),
    settings: {
      ...(version !== undefined && { guidellm_version: version }),
      ...strategyOf(config?.within("strategy")),
      ...incompleteOf(totals),
    },
  };
  yield* speedOf(speed);
  if (metrics.has("time_per_output_token_ms")) {
    const place = metrics.place("time_per_output_token_ms");
    const reason =
      "guidellm divides the time of the whole answer, the first token included, by its tokens: that is no time between two tokens.";
    yield { kind: "leftOut", leftOut: { place, reason } };
  }
}

/** The place of the model's name has moved with each version. Requests to an unnamed model ask for the server's first one. */
function modelOf(benchmark: Fields, config: Fields | undefined, report: Fields): ImportedModel | undefined {
  const backend = config?.has("backend") ? config.within("backend") : undefined;
  const spec = (report.within("config") ?? report.within("args"))?.within("spec");
  const asked = spec?.value("backend") ?? report.within("args")?.value("backend_kwargs");
  const named = asked instanceof Object && !Array.isArray(asked) ? new Fields(asked, report.place()) : undefined;
  const args = report.within("args");
  return (
    benchmark.within("worker")?.model("backend_model") ??
    backend?.model("model") ??
    named?.model("model") ??
    args?.model("model")
  );
}

/** How requests were sent: one after another, by a number of streams, all at once, or at a rate. */
function loadOf(strategy: Fields | undefined): Pick<ImportedSpeed, "concurrency" | "requestRate"> {
  const most = strategy?.count("max_concurrency");
  switch (strategy?.label("type_")) {
    case "synchronous":
      return { concurrency: 1 };
    case "concurrent":
      return { concurrency: strategy.count("streams") };
    case "throughput":
      return { concurrency: most ?? null, requestRate: null };
    case "constant":
    case "poisson":
      return { concurrency: most ?? null, requestRate: strategy.amount("rate") || undefined };
    default:
      return {};
  }
}

function strategyOf(strategy: Fields | undefined): Record<string, string> {
  const type = strategy?.label("type_");
  return type === undefined ? {} : { strategy: type };
}

function incompleteOf(totals: Fields | undefined): Record<string, number> {
  const incomplete = totals?.count("incomplete");
  return incomplete === undefined ? {} : { incomplete };
}

function dateOf(seconds: number | undefined, place: string): string | undefined {
  if (seconds === undefined || seconds === 0) return undefined;
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 2020 || date.getUTCFullYear() > 9999) {
    throw new ImportError("OUT_OF_RANGE", place, `${seconds} is no date in seconds since 1970.`);
  }
  return date.toISOString();
}
