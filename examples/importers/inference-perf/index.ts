import {
  byFolder,
  defineImporter,
  Fields,
  type FileSet,
  type ImportedSpeed,
  type ImportedTimes,
  type ImportFile,
  nameOf,
} from "paretograph/plugin";
import { parse } from "yaml";
import { z } from "zod";

const STAGE = /^(?:stage_\d+|summary)_lifecycle_metrics\.json$/;

/** inference-perf of Kubernetes: a file for each stage of the load, all times in seconds, and the settings beside them. */
export default defineImporter({
  name: "inference-perf",
  version: "1.0.0",
  apiVersion: "1.4.0",
  title: "inference-perf",
  versions: "0.1 to 0.3",
  description: "Reads the stages of inference-perf, the load generator of Kubernetes.",
  options: z.strictObject({}),
  async find(files) {
    const sets: FileSet[] = [];
    for (const folder of byFolder(files)) {
      const stages = folder.files.filter((file) => STAGE.test(nameOf(file)));
      // The summary is of all stages together: it counts where there are none.
      const own = stages.some((file) => nameOf(file).startsWith("stage_"))
        ? stages.filter((file) => nameOf(file).startsWith("stage_"))
        : stages;
      const config = folder.files.find((file) => nameOf(file) === "config.yaml");
      for (const file of own) {
        if (!/"load_summary"\s*:/.test(await file.head())) continue;
        sets.push({ name: file.path, files: config ? [file, config] : [file] });
      }
    }
    return sets;
  },
  async *read({ files: [file, config] }) {
    const stage = new Fields(await file!.json(), file!.path);
    const load = stage.within("load_summary");
    const successes = stage.within("successes");
    const latency = successes?.within("latency");
    const rate = load?.amount("requested_rate");
    const speed = {
      place: stage.place(),
      model: config ? await modelOf(config) : { name: "" },
      tool: "inference-perf",
      requestRate: rate || undefined,
      concurrency: load?.count("concurrency") || undefined,
      completed: successes?.count("count"),
      failed: stage.within("failures")?.count("count"),
      promptTokens: successes?.within("prompt_len")?.amount("mean"),
      outputTokens: successes?.within("output_len")?.amount("mean"),
      throughput: successes?.within("throughput")?.amount("output_tokens_per_sec"),
      ttft: timesOf(latency?.within("time_to_first_token")),
      timePerOutputToken: timesOf(latency?.within("time_per_output_token")),
      interTokenLatency: timesOf(latency?.within("inter_token_latency")),
      latency: timesOf(latency?.within("request_latency")),
    };
    yield {
      kind: "speed",
      speed: Object.fromEntries(
        Object.entries(speed).filter(([, value]) => value !== undefined),
      ) as unknown as ImportedSpeed,
    };
  },
});

function timesOf(fields: Fields | undefined): ImportedTimes | undefined {
  if (!fields) return undefined;
  const times: ImportedTimes = {};
  for (const statistic of ["mean", "median", "p90", "p95", "p99"] as const) {
    const value = fields.amount(statistic);
    if (value !== undefined) times[statistic] = value;
  }
  return Object.keys(times).length > 0 ? times : undefined;
}

/** The model of the settings, which also hold addresses and keys. */
async function modelOf(config: ImportFile): Promise<ImportedSpeed["model"]> {
  let content: unknown;
  try {
    content = parse(await config.text(), { maxAliasCount: 100, logLevel: "silent" });
  } catch {
    return { name: "" };
  }
  const server = content instanceof Object ? new Fields(content, config.path).value("server") : undefined;
  return (
    (server instanceof Object ? new Fields(server, config.path, "server").model("model_name") : undefined) ?? {
      name: "",
    }
  );
}
