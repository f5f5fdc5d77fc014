import { z } from "zod";
import { defineImporter } from "../../contract/definePlugin.ts";
import { ImportError } from "../../contract/importError.ts";
import type { Imported, ImportedSpeed, ImportedTimes } from "../../contract/importer.ts";
import { Fields } from "../fields/fields.ts";
import { countAt } from "../fields/figures.ts";
import { modelNamed } from "../fields/modelName.ts";
import { contentOf, filesLike, settingsOf, speedOf, UNNAMED } from "./reading.ts";
import { timesWithin } from "./times.ts";

const SECONDS: Record<string, number> = { s: 1, ms: 1e-3, "s/token": 1, "ms/token": 1e-3 };

/** llm-d's benchmark report, into which its tools turn what vLLM, guidellm, inference-perf and aiperf measured. */
export const LLMD_REPORT = defineImporter({
  name: "llm-d-report",
  version: "1.0.0",
  apiVersion: "1.4.0",
  title: "llm-d benchmark report",
  versions: "0.2 and 0.2.1",
  description: "Reads the benchmark reports of llm-d in JSON or YAML.",
  options: z.strictObject({}),
  find: (files) =>
    filesLike(
      files,
      /\.(?:json|ya?ml)$/i,
      (head) =>
        /(?:^|[{,\s])"?request_performance"?\s*:/.test(head) &&
        /(?:^|[{,\s])"?(?:run|scenario)"?\s*:/.test(head) &&
        !/"\$defs"/.test(head),
    ),
  async *read({ files }) {
    for (const file of files) yield* reportOf(new Fields(await contentOf(file), file.path));
  },
});

function* reportOf(report: Fields): Generator<Imported> {
  const version = report.label("version") ?? "0.2";
  if (!/^0\.2(?:\.\d+)?$/.test(version)) {
    const message = `a report of version ${version.slice(0, 20)} is not read; version 0.2 is.`;
    throw new ImportError("UNSUPPORTED_VERSION", report.place("version"), message);
  }
  const aggregate = report.within("results")?.within("request_performance")?.within("aggregate");
  if (!aggregate)
    throw new ImportError("BAD_FILE", report.place("results.request_performance.aggregate"), "it is missing.");
  const requests = aggregate.within("requests");
  const latency = aggregate.within("latency");
  const scenario = report.within("scenario");
  const load = scenario?.within("load")?.within("standardized");
  const total = requests?.count("total");
  const failed = requests?.count("failures");
  const incomplete = requests?.count("incomplete") ?? 0;
  const speed: ImportedSpeed = {
    place: report.place(),
    ...engineOf(scenario, report),
    tool: [load?.label("tool"), "llm-d benchmark report"].filter(Boolean).join(", "),
    concurrency: load?.count("concurrency") || undefined,
    requestRate: load?.amount("rate_qps") || undefined,
    completed: total === undefined || failed === undefined ? undefined : Math.max(0, total - failed - incomplete),
    failed,
    duration: durationOf(report.within("run")?.within("time")),
    promptTokens: requests?.within("input_length")?.amount("mean"),
    outputTokens: requests?.within("output_length")?.amount("mean"),
    throughput: rateOf(aggregate.within("throughput")?.within("output_token_rate")),
    ttft: timesOf(latency, "time_to_first_token"),
    timePerOutputToken: timesOf(latency, "time_per_output_token"),
    interTokenLatency: timesOf(latency, "inter_token_latency"),
    latency: timesOf(latency, "request_latency"),
    ...datesOf(report.within("run")?.within("time")),
    settings: {
      report_version: version,
      ...(load && settingsOf(load, ["tool_version", "source", "stage", "parallelism"])),
    },
  };
  yield* speedOf(speed, ...[latency].filter((one) => one !== undefined));
}

/** The engines that served: several parts, such as those for prompts and for answers, add up to one deployment. */
function engineOf(
  scenario: Fields | undefined,
  report: Fields,
): Pick<ImportedSpeed, "model" | "engine" | "engineVersion" | "accelerator" | "parallelism"> {
  const engines = (scenario?.listOf("stack") ?? [])
    .map((component) => component.within("standardized"))
    .filter((one) => one?.label("kind") === "inference_engine") as Fields[];
  const stated = <T>(read: (engine: Fields) => T | undefined): T | undefined => {
    const values = new Set(engines.map(read));
    return values.size === 1 ? [...values][0] : undefined;
  };
  const gpu = stated((engine) => engine.within("accelerator")?.label("model"));
  const counts = engines.map(
    (engine) => (engine.within("accelerator")?.count("count") ?? 0) * (engine.count("replicas") ?? 1),
  );
  const count = counts.reduce((sum, one) => sum + one, 0);
  const [single] = engines.length === 1 ? engines : [];
  const parallel = single?.within("accelerator")?.within("parallelism");
  return {
    model:
      modelNamed(
        stated((engine) => engine.within("model")?.label("name")),
        report.place("scenario"),
      ) ?? UNNAMED,
    engine: stated((engine) => engine.label("tool")),
    engineVersion: stated((engine) => engine.label("tool_version")),
    accelerator:
      gpu !== undefined && count > 0 ? { name: gpu, count: countAt(count, report.place("scenario"))! } : undefined,
    parallelism: {
      tensor: parallel?.count("tp"),
      pipeline: parallel?.count("pp"),
      expert: parallel?.count("ep"),
      data: parallel?.count("dp"),
    },
  };
}

function timesOf(latency: Fields | undefined, name: string): ImportedTimes | undefined {
  const found = latency?.within(name);
  if (!found) return undefined;
  const units = found.label("units") ?? "";
  if (!Object.hasOwn(SECONDS, units)) {
    const message = `"${units.slice(0, 50)}" is no unit of time: it is one of ${Object.keys(SECONDS).join(", ")}.`;
    throw new ImportError("BAD_FILE", found.place("units"), message);
  }
  return timesWithin(found, SECONDS[units]!);
}

function rateOf(rate: Fields | undefined): number | undefined {
  if (!rate) return undefined;
  if (rate.label("units") !== "tokens/s")
    throw new ImportError("BAD_FILE", rate.place("units"), "it is to be tokens/s.");
  return rate.amount("mean");
}

const date = z.iso.datetime({ offset: true });

function datesOf(time: Fields | undefined): Pick<ImportedSpeed, "startedAt" | "finishedAt"> {
  const dated = (key: string) => {
    const text = time?.label(key);
    return date.safeParse(text).success ? text : undefined;
  };
  return { startedAt: dated("start"), finishedAt: dated("end") };
}

/** A duration of ISO 8601 in hours, minutes and seconds, e.g. `PT1M4.5S`. */
function durationOf(time: Fields | undefined): number | undefined {
  const parts = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(time?.label("duration") ?? "");
  if (!parts) return undefined;
  return Number(parts[1] ?? 0) * 3600 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0);
}
