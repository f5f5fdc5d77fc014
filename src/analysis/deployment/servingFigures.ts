import { type Precision, precisionCalled } from "../../compute/accelerators/precision.ts";
import type { Database } from "../../store/database/database.ts";
import type { DeploymentPlan } from "../request/deploymentPlan.ts";

/** What serving a model costs a token, as runs on that deployment measured it. */
export interface ServingFigures {
  /** J. */
  energyPerToken: number | null;
  /** Seconds between two tokens of one answer. */
  interTokenLatency: number | null;
  /** Output tokens a second of the whole deployment. */
  throughput: number | null;
  /** Who measured it, and in what. */
  from: string;
}

/** One measured configuration: what it had, at which mean batch. */
interface Configuration {
  modelId: number;
  /** The same for configurations that differ in their batch alone. */
  series: string;
  precision: Precision | null;
  batch: number;
  outputTokens: number | null;
  lab: string;
  runner: string;
  figures: Record<Figure, number | null>;
}

const FIGURES = ["energy_per_token", "inter_token_latency", "throughput"] as const;
type Figure = (typeof FIGURES)[number];

/** A measured batch answers for one a twentieth away. */
const TOLERANCE = 1.05;

/**
 * Reads the serving runs that were measured on a deployment's hardware and count. What comes back gives the figures of a
 * model at the deployment's batch: between two measured batches interpolated in the logarithms of both, beyond them none.
 * Figures a token depend on how long answers are, since the KV cache grows: of several series the one whose answers are
 * nearest in length is taken, of several ways to split the model over accelerators the one that needs least energy.
 */
export async function readServingFigures(
  database: Database,
  plan: DeploymentPlan,
): Promise<(modelId: number, outputTokens: number) => ServingFigures | null> {
  const rows = await database.rows(
    `select r.model_id, r.benchmark_id, r.deployment, (r.measures -> 'batch' -> 'value')::float8, r.output_tokens, l.slug,
       concat_ws(' ', r.runner, r.runner_version),
       (r.measures -> 'energy_per_token' -> 'value')::float8, (r.measures -> 'inter_token_latency' -> 'value')::float8, r.throughput
     from runs r join labs l on l.id = r.lab_id join hardware h on h.id = r.hardware_id
     where r.measures ? 'batch' and r.status = 'SUCCEEDED' and h.slug = $1 and r.hardware_count = $2 order by r.id`,
    [plan.hardware, plan.count],
  );
  const matching = rows
    .map(readConfiguration)
    .filter(({ precision }) => !plan.precision || precision === plan.precision);
  const byModel = Map.groupBy(matching, ({ modelId }) => modelId);
  return (modelId, outputTokens) => {
    const series = [...Map.groupBy(byModel.get(modelId) ?? [], (one) => one.series).values()];
    const measured = series.flatMap((configurations) => {
      const figures = atBatch(configurations, plan.batch);
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

/** How far the answers of a series are from these, as the difference of logarithms in whole powers of two. */
function lengthDistance(series: Configuration[], outputTokens: number): number {
  const known = series.flatMap((one) => one.outputTokens ?? []);
  if (known.length === 0) return Number.POSITIVE_INFINITY;
  const mean = known.reduce((sum, tokens) => sum + tokens, 0) / known.length;
  return Math.round(Math.abs(Math.log2(outputTokens / mean)));
}

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
