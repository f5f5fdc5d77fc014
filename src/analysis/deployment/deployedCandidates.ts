import { meetsAll } from "../../frontier/choice/constraint.ts";
import { axisBounds } from "../../frontier/hypervolume/scaling.ts";
import { deploymentEffect, metricNamed } from "../../frontier/metrics.ts";
import { objectiveOf } from "../../frontier/objective.ts";
import type { Store } from "../../store/store.ts";
import { withModelMeasures } from "../candidates/modelMeasures.ts";
import { readPointMeasures } from "../candidates/pointMeasures.ts";
import { readStoredCandidates } from "../candidates/storedCandidates.ts";
import {
  type Candidate,
  type CandidateRequest,
  type Candidates,
  type LeftOut,
  valuesOfCandidates,
  valuesOfMeasures,
} from "../request/candidate.ts";
import type { DeploymentPlan } from "../request/deploymentPlan.ts";
import { type DeployedAnswer, deploymentReader } from "./deployedAnswer.ts";

/**
 * The candidates of a request with the costs of their answers on a deployment. The answers themselves, their tokens and
 * their compute hold on any deployment. Latency, energy and the like that were measured elsewhere do not hold there and
 * are not used.
 */
export async function readDeployedCandidates(
  store: Store,
  request: CandidateRequest,
  plan: DeploymentPlan,
): Promise<Candidates> {
  const { objectives, constraints } = request;
  const wanted = objectives.filter(({ metric }) => deploymentEffect(metric) === null);
  const tokens = objectiveOf(metricNamed("output_tokens"));
  const stored: CandidateRequest = {
    ...request,
    on: null,
    objectives: wanted.some(({ metric }) => metric === tokens.metric) ? wanted : [...wanted, tokens],
    constraints: constraints.filter(({ metric }) => deploymentEffect(metric) === null),
  };
  const candidates = await readStoredCandidates(store, stored, false);
  const measures = await readPointMeasures(store, stored, candidates.rows);
  const answerOn = await deploymentReader(store, plan, request.criteria.benchmarkIds, candidates.rows);

  const { models } = await store.catalogue();
  const rows: Candidate[] = [];
  const leftOut: LeftOut[] = [];
  let incomplete = candidates.incomplete;
  candidates.rows.forEach((candidate, i) => {
    const answer: DeployedAnswer = answerOn(candidate, measures[i]!);
    if ("reason" in answer) leftOut.push({ modelId: candidate.modelId, mode: candidate.mode, ...answer });
    else {
      const all = withModelMeasures(answer.measures, models.byId.get(candidate.modelId), request);
      const values = valuesOfMeasures(all, objectives);
      if (values === null) incomplete++;
      else if (meetsAll((metric) => all[metric]?.value, constraints))
        rows.push({ ...candidate, values, measures: all });
    }
  });
  return {
    count: rows.length,
    incomplete: incomplete + leftOut.length,
    leftOut,
    upperBounds: [],
    dataVersion: candidates.dataVersion,
    bounds: axisBounds(valuesOfCandidates(rows), objectives),
    rows,
  };
}
