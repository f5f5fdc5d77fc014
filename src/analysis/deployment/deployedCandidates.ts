import { meetsAll } from "../../frontier/choice/constraint.ts";
import { deploymentEffect, metricNamed } from "../../frontier/metrics.ts";
import { objectiveOf } from "../../frontier/objective.ts";
import type { Store } from "../../store/store.ts";
import { readPointMeasures } from "../candidates/pointMeasures.ts";
import { readStoredCandidates } from "../candidates/storedCandidates.ts";
import {
  type Candidate,
  type CandidateRequest,
  type Candidates,
  type LeftOut,
  rangesOf,
  valuesOfMeasures,
} from "../request/candidate.ts";
import type { DeploymentPlan } from "../request/deploymentPlan.ts";
import { type DeployedAnswer, deploymentReader } from "./deployedAnswer.ts";

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
  const wanted = objectives.filter(({ metric }) => deploymentEffect(metric) === null);
  const tokens = objectiveOf(metricNamed("output_tokens"));
  const own: CandidateRequest = {
    ...request,
    on: null,
    objectives: wanted.some(({ metric }) => metric === tokens.metric) ? wanted : [...wanted, tokens],
    constraints: constraints.filter(({ metric }) => deploymentEffect(metric) === null),
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
      else if (meetsAll((metric) => answer.measures[metric]?.value, constraints))
        rows.push({ ...candidate, values, measures: answer.measures });
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
