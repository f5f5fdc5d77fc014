import { sql } from "drizzle-orm";
import { type Precision, precisionCalled } from "../../compute/accelerators/precision.ts";
import type { Database } from "../../store/database/database.ts";
import { runStatement } from "../../store/database/statement.ts";
import { counted, type RunCriteria, shapeOf, valuesOf } from "../../store/filters/runCriteria.ts";
import type { DeploymentPlan } from "../request/deploymentPlan.ts";

/** The figures of serving a model that runs on a deployment measured. A figure is null if it was not measured. */
export interface ServingFigures {
  /** The energy per output token, in joules. */
  energyPerToken: number | null;
  /** The time between two tokens of one answer, in seconds. */
  interTokenLatency: number | null;
  /** The output tokens per second of the whole deployment. */
  throughput: number | null;
  /** The lab that measured the figures and the engine that it used, as a note. */
  from: string;
}

/** One measured configuration of serving a model. */
interface Configuration {
  modelId: number;
  /** A text that is the same for configurations that differ in their batch alone. */
  series: string;
  precision: Precision | null;
  /** The mean number of answers that were generated at the same time. */
  batch: number;
  /** The mean length of its answers, in tokens. */
  outputTokens: number | null;
  lab: string;
  runner: string;
  figures: Record<Figure, number | null>;
}

const FIGURES = ["energy_per_token", "inter_token_latency", "throughput"] as const;
type Figure = (typeof FIGURES)[number];

/** A measured batch stands for batches that differ from it by at most this factor. */
const TOLERANCE = 1.05;

/**
 * Reads the serving runs that were measured on a deployment's hardware and count, of now or of an earlier version of the data.
 *
 * @returns a function that gives the figures of a model at a batch for answers of a mean length in tokens.
 *   Between two measured batches it interpolates linearly in the logarithms of batch and figure, and beyond them it
 *   returns null. Figures per token depend on the length of the answers, since the KV cache grows. Of several series it
 *   takes the one whose answers are nearest in length, and of those, which may split the model over the accelerators in
 *   several ways, the one that needs the least energy.
 */
export async function readServingFigures(
  database: Database,
  plan: DeploymentPlan,
  version: Pick<RunCriteria, "asOfDigest"> = {},
): Promise<(modelId: number, outputTokens: number, batch: number | "BEST") => ServingFigures | null> {
  const compose = () => sql`
    select r.model_id, r.benchmark_id, r.deployment, (r.measures -> 'batch' -> 'value')::float8, r.output_tokens, l.slug,
      concat_ws(' ', r.runner, r.runner_version),
      (r.measures -> 'energy_per_token' -> 'value')::float8, (r.measures -> 'inter_token_latency' -> 'value')::float8, r.throughput
    from runs r join labs l on l.id = r.lab_id join hardware h on h.id = r.hardware_id
    where r.measures ? 'batch' and h.slug = ${sql.placeholder("hardware")} and r.hardware_count = ${sql.placeholder("count")}
      and ${counted(version)} order by r.id`;
  const { hardware, count } = plan;
  const shape = `serving figures|${shapeOf(version)}`;
  const rows = await runStatement(database, shape, compose, { hardware, count, ...valuesOf(version) });
  const matching = rows
    .map(readConfiguration)
    .filter(({ precision }) => !plan.precision || precision === plan.precision);
  const byModel = Map.groupBy(matching, ({ modelId }) => modelId);
  return (modelId, outputTokens, batch) => {
    if (batch === "BEST") return null;
    const series = [...Map.groupBy(byModel.get(modelId) ?? [], (one) => one.series).values()];
    const measured = series.flatMap((configurations) => {
      const figures = atBatch(configurations, batch);
      return figures
        ? [{ ...configurations[0]!, figures, distance: lengthDistance(configurations, outputTokens) }]
        : [];
    });
    measured.sort(
      (a, b) =>
        a.distance - b.distance || (a.figures.energy_per_token ?? Infinity) - (b.figures.energy_per_token ?? Infinity),
    );
    const [nearest] = measured;
    if (!nearest) return null;
    return {
      energyPerToken: nearest.figures.energy_per_token,
      interTokenLatency: nearest.figures.inter_token_latency,
      throughput: nearest.figures.throughput,
      from: `measured a token by ${nearest.lab} in ${nearest.runner} at this batch`,
    };
  };
}

function readConfiguration(row: unknown[]): Configuration {
  const [modelId, benchmarkId, deployment, batch, outputTokens, lab, runner, ...figures] = row;
  const { precision, maxNumSeqs: _, ...split } = (deployment ?? {}) as Record<string, string | number>;
  return {
    modelId: modelId as number,
    series: `${benchmarkId} ${precision} ${JSON.stringify(split)}`,
    precision: precisionCalled(String(precision)) ?? null,
    batch: batch as number,
    outputTokens: outputTokens as number | null,
    lab: lab as string,
    runner: runner as string,
    figures: Object.fromEntries(FIGURES.map((figure, i) => [figure, figures[i]])) as Configuration["figures"],
  };
}

/** The distance of the mean length of a series' answers from a length, as the nearest whole number of doublings. */
function lengthDistance(series: Configuration[], outputTokens: number): number {
  const known = series.flatMap((one) => one.outputTokens ?? []);
  if (known.length === 0) return Number.POSITIVE_INFINITY;
  const mean = known.reduce((sum, tokens) => sum + tokens, 0) / known.length;
  return Math.round(Math.abs(Math.log2(outputTokens / mean)));
}

/** The figures of a series at a batch, or null if the batch lies beyond the measured ones. */
function atBatch(series: Configuration[], batch: number): Record<Figure, number | null> | null {
  const ordered = series.toSorted((a, b) => a.batch - b.batch);
  const [first, last] = [ordered[0]!, ordered.at(-1)!];
  if (batch * TOLERANCE < first.batch || batch > last.batch * TOLERANCE) return null;
  const above = ordered.find((one) => one.batch >= batch) ?? last;
  const below = ordered.findLast((one) => one.batch <= batch) ?? first;
  const share = above.batch === below.batch ? 0 : Math.log(batch / below.batch) / Math.log(above.batch / below.batch);
  const between = (figure: Figure) => {
    const [a, b] = [below.figures[figure], above.figures[figure]];
    return a && b ? a * (b / a) ** share : null;
  };
  return Object.fromEntries(FIGURES.map((figure) => [figure, between(figure)])) as Record<Figure, number | null>;
}
