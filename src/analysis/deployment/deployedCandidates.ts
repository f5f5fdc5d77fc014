import { meetsAll } from "../../frontier/choice/constraint.ts";
import { axisBounds } from "../../frontier/hypervolume/scaling.ts";
import { type BuiltInMetricName, deploymentEffect, measuredOf, metricNamed } from "../../frontier/metrics.ts";
import { objectiveOf } from "../../frontier/objective.ts";
import type { Store } from "../../store/store.ts";
import { withModelMeasures } from "../candidates/modelMeasures.ts";
import { readPointMeasures } from "../candidates/pointMeasures.ts";
import { readStoredCandidates } from "../candidates/storedCandidates.ts";
import {
  type Candidate,
  type CandidateRequest,
  type Candidates,
  exclusionOf,
  type LeftOutCandidate,
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
  const stored = storedPart(request);
  const candidates = await readStoredCandidates(store, stored, false);
  const measures = await readPointMeasures(store, stored, candidates.rows);
  const answerOn = await deploymentReader(store, plan, request.criteria, candidates.rows);

  const { models } = await store.catalogue();
  const rows: Candidate[] = [];
  const leftOut: LeftOutCandidate[] = [];
  candidates.rows.forEach((candidate, i) => {
    const answer: DeployedAnswer = answerOn(candidate, measures[i]!);
    const all =
      "reason" in answer ? null : withModelMeasures(answer.measures, models.byId.get(candidate.modelId), request);
    const values = all === null ? [] : valuesOfMeasures(all, objectives);
    const excluded = "reason" in answer ? answer : exclusionOf(values, objectives);
    if (excluded) leftOut.push({ modelId: candidate.modelId, mode: candidate.mode, ...excluded });
    else if (all && meetsAll((metric) => all[metric]?.value, constraints))
      rows.push({ ...candidate, values: values as number[], measures: all, servedAs: servedAsOf(answer) });
  });
  return {
    count: rows.length,
    incomplete: candidates.incomplete + leftOut.length,
    leftOut,
    upperBounds: [],
    dataVersion: candidates.dataVersion,
    bounds: axisBounds(valuesOfCandidates(rows), objectives),
    rows,
  };
}

const servedAsOf = (answer: DeployedAnswer) => ("reason" in answer ? undefined : answer.servedAs);

/**
 * The part of a request that does not depend on the deployment: the objectives that hold on any, and what the others are
 * computed from. Places on axes are decided by the values on the deployment.
 */
export function storedPart(request: CandidateRequest): CandidateRequest {
  const names = request.objectives.map(({ metric }) => metric);
  const needed = measuredOf(names).filter((metric) => deploymentEffect(metric) === null);
  const own = request.objectives.filter(({ metric }) => deploymentEffect(metric) === null);
  const others = [...needed, "output_tokens"].filter((metric) => !own.some((objective) => objective.metric === metric));
  const added = [...new Set(others)].map((metric) => objectiveOf(metricNamed(metric as BuiltInMetricName)));
  return {
    ...request,
    on: null,
    objectives: [...own, ...added].map((objective) => ({ ...objective, scale: "linear" })),
    constraints: request.constraints.filter(({ metric }) => deploymentEffect(metric) === null),
  };
}
