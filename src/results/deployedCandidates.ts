import {
  type Candidate,
  type CandidateRequest,
  type Candidates,
  keepsAll,
  type LeftOut,
  rangesOf,
  valuesOfMeasures,
} from "./candidate.ts";
import { type DeployedAnswer, deploymentReader } from "./deployedAnswer.ts";
import { isDeploymentMetric } from "./deploymentMetrics.ts";
import type { DeploymentPlan } from "./deploymentPlan.ts";
import { readPointMeasures } from "./pointMeasures.ts";
import type { Store } from "./store.ts";
import { readStoredCandidates } from "./storedCandidates.ts";

/**
 * The candidates of a request with what their answers would cost on a deployment. What was measured elsewhere of latency,
 * energy and the like does not hold there and is left aside; the answers themselves, their tokens and compute do.
 */
export async function readDeployedCandidates(
  store: Store,
  request: CandidateRequest,
  plan: DeploymentPlan,
): Promise<Candidates> {
  const { objectives, constraints } = request;
  const wanted = objectives.filter(({ metric }) => !isDeploymentMetric(metric));
  const tokens = { metric: "output_tokens", direction: "MINIMIZE" } as const;
  const own: CandidateRequest = {
    ...request,
    on: null,
    objectives: wanted.some(({ metric }) => metric === tokens.metric) ? wanted : [...wanted, tokens],
    constraints: constraints.filter(({ metric }) => !isDeploymentMetric(metric)),
  };
  const stored = await readStoredCandidates(store, own, false);
  const measures = await readPointMeasures(store, own, stored.rows);
  const answerOn = await deploymentReader(store, plan, request.criteria.benchmarkIds, stored.rows);

  const rows: Candidate[] = [];
  const leftOut: LeftOut[] = [];
  let incomplete = stored.incomplete;
  stored.rows.forEach((candidate, i) => {
    const answer: DeployedAnswer = answerOn(candidate, measures[i]!);
    if ("reason" in answer) leftOut.push({ modelId: candidate.modelId, mode: candidate.mode, ...answer });
    else {
      const values = valuesOfMeasures(answer.measures, objectives);
      if (values === null) incomplete++;
      else if (keepsAll(answer.measures, constraints)) rows.push({ ...candidate, values, measures: answer.measures });
    }
  });
  return {
    count: rows.length,
    incomplete: incomplete + leftOut.length,
    leftOut,
    upperBounds: [],
    dataVersion: stored.dataVersion,
    ranges: rangesOf(rows, objectives.length),
    rows,
  };
}
