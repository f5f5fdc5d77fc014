import type { ImportedTimes } from "../../plugins/contract/importer.ts";
import type { MeasureSubmission } from "../../recording/submitted/submission.ts";
import type { CheckedRun, CheckedSpeed } from "./importedShape.ts";

/**
 * A measurement of speed as a run without verdicts. Its benchmark is the workload, whose cost depends on the lengths of
 * prompts and answers, so that only runs of equal lengths are compared.
 */
export function speedRun(speed: CheckedSpeed): CheckedRun {
  const { place, model, accelerator, startedAt, finishedAt, sourceUrl, license, notes } = speed;
  return {
    ...defined({ accelerator, startedAt, finishedAt, sourceUrl, license, notes }),
    place,
    model,
    benchmark: { name: workloadName(speed), domain: "serving" },
    mode: "default",
    decoding: {},
    ...defined({
      runner: speed.engine,
      runnerVersion: speed.engineVersion,
      servedAs: servedAs(speed),
      problemCount: speed.completed || undefined,
    }),
    deployment: deploymentOf(speed),
    protocol: { tool: speed.tool },
    measures: measuresOf(speed),
  };
}

/** Such as `serving-random-1024-128`: the data set, and the mean tokens of a prompt and of an answer. */
function workloadName({ dataset, promptTokens, outputTokens }: CheckedSpeed): string {
  const lengths = [promptTokens, outputTokens].map((tokens) =>
    tokens === undefined ? "x" : String(Math.round(tokens)),
  );
  return `serving-${[dataset ?? "load", ...lengths].join("-")}`;
}

function servedAs({ engine, precision, cachePrecision }: CheckedSpeed): string | undefined {
  const parts = [engine, precision, cachePrecision && `${cachePrecision} cache`].filter(Boolean);
  return precision === undefined || parts.length === 0 ? undefined : parts.join(", ");
}

function deploymentOf(speed: CheckedSpeed): Record<string, string | number> {
  const { tensor, pipeline, expert, data } = speed.parallelism ?? {};
  const facts = defined({
    precision: speed.precision,
    tensorParallel: tensor,
    pipelineParallel: pipeline,
    expertParallel: expert,
    dataParallel: data,
    maxConcurrency: speed.concurrency ?? undefined,
    requestRate: speed.requestRate ?? undefined,
    failedRequests: speed.failed,
    duration: speed.duration,
  });
  return { ...speed.settings, ...facts };
}

function measuresOf(speed: CheckedSpeed): Record<string, MeasureSubmission> {
  const between = speed.timePerOutputToken ?? speed.interTokenLatency;
  const measures: Record<string, MeasureSubmission | undefined> = {
    throughput: figure(speed.throughput),
    ttft: typical(speed.ttft),
    latency: typical(speed.latency),
    inter_token_latency: typical(between),
    inter_token_latency_p99: figure(between?.p99),
    // Under a limit alone nobody says how many requests there were at the same time.
    batch: figure(speed.meanConcurrency),
    prompt_tokens: figure(speed.promptTokens),
    output_tokens: figure(speed.outputTokens),
    energy_per_token: figure(speed.energyPerToken),
    power: figure(speed.power),
  };
  return defined(measures) as Record<string, MeasureSubmission>;
}

const figure = (value: number | undefined): MeasureSubmission | undefined =>
  value === undefined ? undefined : { value };

/** The mean or, where only that is stated, the median, which it then says. */
function typical(times: ImportedTimes | undefined): MeasureSubmission | undefined {
  if (times?.mean !== undefined) return { value: times.mean };
  return times?.median === undefined ? undefined : { value: times.median, note: "median" };
}

function defined<Facts extends object>(facts: Facts) {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Facts]?: Exclude<Facts[Name], undefined>;
  };
}
