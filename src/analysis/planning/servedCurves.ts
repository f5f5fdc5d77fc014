import { findAccelerator } from "../../compute/accelerators/accelerators.ts";
import { roomyBatch, triedBatches } from "../../compute/fleets/batches.ts";
import { type LengthMoments, writtenTokens } from "../../compute/fleets/lengths.ts";
import type { CurvePoint } from "../../compute/fleets/servingCurve.ts";
import { splitsOf } from "../../compute/serving/chooseServing.ts";
import type { Serving } from "../../compute/serving/deploymentTarget.ts";
import { byError, type EstimateRequest, type Estimator, type TimeEstimate } from "../../compute/serving/estimator.ts";
import { expectedFailure } from "../../errors/codedError.ts";
import { PlanError } from "../../errors/planError.ts";
import type { KnownArchitecture } from "../../store/reading/architectures.ts";
import { type MeasuredTime, measuredTime } from "../deployment/measuredTimes.ts";
import type { PublishedPrecision } from "../deployment/publishedPrecisions.ts";
import type { DeploymentPlan } from "../request/deploymentPlan.ts";

/** A model whose serving is planned. */
export interface PlannedModel {
  slug: string;
  known: KnownArchitecture;
  /** The precisions that may be chosen, the one in which its accuracy was measured first. */
  precisions: readonly PublishedPrecision[];
}

/** One replica in one split and precision at the batches that fit. */
export interface ServedCurve {
  /** The batch is the smallest; the split is that of one replica. */
  serving: Serving;
  /** The replicas on a machine. */
  perMachine: number;
  published: PublishedPrecision;
  estimator: Estimator;
  points: readonly (CurvePoint & { measured: MeasuredTime | null })[];
}

/** Estimators to ask, and whether the caller named the only one. */
export interface AskedEstimators {
  all: readonly Estimator[];
  isNamed: boolean;
}

/** The curves of a model on a machine, and what estimators that were passed over failed of. */
export interface ServedCurves {
  curves: ServedCurve[];
  failures: string[];
  /** Whether some split has the memory for at least one answer. */
  fits: boolean;
}

/**
 * How fast a replica is in each split of the machine, each precision and each batch. Each curve is that of one estimator: of
 * the one with the smallest error in the cell of the deployment that knows it. Times that were measured take the place of
 * estimates.
 *
 * @throws PlanError ESTIMATOR_FAILED where the estimator that was asked for by name fails.
 */
export async function servedCurves(
  model: PlannedModel,
  plan: DeploymentPlan,
  promptTokens: number,
  lengths: LengthMoments,
  estimators: AskedEstimators,
): Promise<ServedCurves> {
  const { architecture } = model.known;
  const accelerator = findAccelerator(plan.hardware)!;
  const { cacheBits, engine, engineVersion: version, count } = plan;
  const context = promptTokens + writtenTokens(lengths).mean;
  const open = model.precisions.flatMap((published) =>
    splitsOf(architecture, { ...plan, accelerator, version, precision: published.precision, count }).map((split) => {
      const base = { accelerator, precision: published.precision, cacheBits, engine, version, batch: 1 };
      const serving: Serving = { ...base, split: { ...split, replicas: 1 } };
      const largest = roomyBatch(architecture, serving, promptTokens, lengths);
      const batches = plan.batch === "BEST" ? triedBatches(largest) : [plan.batch].filter((batch) => batch <= largest);
      return { serving, perMachine: split.replicas, published, batches };
    }),
  );
  const fitting = open.filter(({ batches }) => batches.length > 0);
  const curves: ServedCurve[] = [];
  const failures: string[] = [];
  let waiting = fitting;
  for (const estimator of byError(estimators.all, architecture, { engine, accelerator })) {
    if (waiting.length === 0) break;
    const requests = waiting.map(({ serving, batches }) =>
      batches.map((batch): EstimateRequest => {
        const given = { promptTokens, outputTokens: lengths.mean, contextTokens: context };
        return {
          model: model.slug,
          config: model.known.config,
          architecture,
          serving: { ...serving, batch },
          lengths: given,
        };
      }),
    );
    const times = await timesOf(estimator, requests.flat(), estimators.isNamed, failures);
    let at = 0;
    const unknown: typeof waiting = [];
    for (const [i, one] of waiting.entries()) {
      const own = requests[i]!.map((request) => pointOf(request, times[at++] ?? null)).filter(
        (point) => point !== null,
      );
      if (own.length === 0) unknown.push(one);
      else curves.push({ ...one, estimator, points: own });
    }
    waiting = unknown;
  }
  return { curves, failures, fits: fitting.length > 0 };
}

/** The estimates; none where an estimator fails that the caller did not name, which is noted. */
async function timesOf(
  estimator: Estimator,
  requests: EstimateRequest[],
  isNamed: boolean,
  failures: string[],
): Promise<(TimeEstimate | null)[]> {
  try {
    return await estimator.estimateAll(requests);
  } catch (error) {
    const failure = expectedFailure(error);
    if (failure?.kind !== "plugin") throw error;
    if (isNamed)
      throw new PlanError("ESTIMATOR_FAILED", `${failure.message} Name another estimator, or none.`, { cause: error });
    failures.push(failure.message);
    return [];
  }
}

function pointOf({ architecture, serving, lengths }: EstimateRequest, time: TimeEstimate | null) {
  if (time === null) return null;
  const measured = measuredTime(architecture, serving, lengths.promptTokens, lengths.outputTokens);
  const between = measured?.timePerToken ?? time.interTokenLatency;
  return {
    batch: serving.batch,
    latency: time.ttft + Math.max(0, lengths.outputTokens - 1) * between,
    ttftP95: time.ttftP95,
    // The measured mean moves its percentile as the estimate has it.
    interTokenP95: (time.interTokenP95 * between) / time.interTokenLatency,
    power: time.power,
    measured,
  };
}
