import { meetsAll } from "../../frontier/choice/constraint.ts";
import { axisBounds } from "../../frontier/hypervolume/scaling.ts";
import type { Store } from "../../store/store.ts";
import { withModelMeasures } from "../candidates/modelMeasures.ts";
import { type DeployedAnswer, deploymentReader } from "../deployment/deployedAnswer.ts";
import {
  type Candidate,
  type CandidateRequest,
  type Candidates,
  type Exclusion,
  exclusionOf,
  modeKey,
  valuesOfCandidates,
  valuesOfMeasures,
} from "../request/candidate.ts";
import { readOperatingMeasures } from "./operatingMeasures.ts";

/**
 * Every model in a mode at every setting of its test-time compute, derived from its samples: token caps, majorities, and
 * cascades with a model that answers if the votes of the first one do not all agree. A model in a mode without samples
 * that have output tokens is counted as incomplete.
 */
export async function readOperatingPoints(store: Store, request: CandidateRequest): Promise<Candidates> {
  const { criteria, objectives, constraints, on } = request;
  const { points, matched, dataVersion } = await readOperatingMeasures(store, criteria);
  const { models } = await store.catalogue();
  const answerOn = on && (await deploymentReader(store, on, criteria, points));

  const rows: Candidate[] = [];
  const upperBounds: Candidate[] = [];
  const excluded = new Map<string, Exclusion>();
  for (const { modelId, mode, pools, operatingPoint, measures } of points) {
    // The costs of two models on one deployment do not add up, since the second model is served elsewhere or idles.
    if (on && operatingPoint.fallback) continue;
    const answers = operatingPoint.votes ?? operatingPoint.bestOf ?? 1;
    const answer: DeployedAnswer = answerOn ? answerOn({ modelId }, measures, answers) : { measures };
    const all = "reason" in answer ? null : withModelMeasures(answer.measures, models.byId.get(modelId), request);
    const values = all === null ? [] : valuesOfMeasures(all, objectives);
    const exclusion = "reason" in answer ? answer : exclusionOf(values, objectives);
    if (exclusion || all === null) {
      excluded.set(modeKey({ modelId, mode }), exclusion!);
      continue;
    }
    if (!meetsAll((metric) => all[metric]?.value, constraints)) continue;
    const list = operatingPoint.bestOf === null ? rows : upperBounds;
    const candidate = { modelId, mode, runId: null, pools, operatingPoint, values: values as number[], measures: all };
    list.push({ ...candidate, servedAs: "reason" in answer ? undefined : answer.servedAs });
  }
  const competing = new Set(rows.map(modeKey));
  const sampled = new Set(points.map(modeKey));
  const leftOut = matched.flatMap(({ modelId, mode }) => {
    const key = modeKey({ modelId, mode });
    const exclusion = sampled.has(key) ? excluded.get(key) : NO_SAMPLES;
    return exclusion && !competing.has(key) ? [{ modelId, mode, ...exclusion }] : [];
  });
  return {
    count: rows.length,
    incomplete: matched.length - competing.size,
    leftOut,
    upperBounds,
    dataVersion,
    bounds: axisBounds(valuesOfCandidates(rows), objectives),
    rows,
  };
}

const NO_SAMPLES: Exclusion = {
  reason: "NO_SAMPLES",
  message: "No graded answers with output tokens are stored of it.",
};
