import { meetsAll } from "../../frontier/choice/constraint.ts";
import type { Store } from "../../store/store.ts";
import { deploymentReader } from "../deployment/deployedAnswer.ts";
import {
  type Candidate,
  type CandidateRequest,
  type Candidates,
  rangesOf,
  valuesOfMeasures,
} from "../request/candidate.ts";
import { readOperatingMeasures } from "./operatingMeasures.ts";

/**
 * Every model in a mode at every setting of its test-time compute, derived from its samples: under token caps, as
 * majorities, and in cascades with a model that is asked where its own votes disagree. What has no samples with tokens
 * is incomplete.
 */
export async function readOperatingPoints(store: Store, request: CandidateRequest): Promise<Candidates> {
  const { criteria, objectives, constraints, on } = request;
  const { points, matched, dataVersion } = await readOperatingMeasures(store, criteria);
  const answerOn = on && (await deploymentReader(store, on, criteria.benchmarkIds, points));

  const rows: Candidate[] = [];
  const upperBounds: Candidate[] = [];
  const leftOut = new Map<string, Candidates["leftOut"][number]>();
  for (const { modelId, mode, operatingPoint, measures } of points) {
    // What two models cost on one deployment does not add up: the second one is served elsewhere or idles.
    if (on && operatingPoint.fallback) continue;
    const answers = operatingPoint.votes ?? operatingPoint.bestOf ?? 1;
    const answer = answerOn ? answerOn({ modelId }, measures, answers) : { measures };
    if ("reason" in answer) {
      leftOut.set(`${modelId} ${mode}`, { modelId, mode, ...answer });
      continue;
    }
    const values = valuesOfMeasures(answer.measures, objectives);
    if (values === null || !meetsAll((metric) => answer.measures[metric]?.value, constraints)) continue;
    const list = operatingPoint.bestOf === null ? rows : upperBounds;
    list.push({ modelId, mode, runId: null, operatingPoint, values, measures: answer.measures });
  }
  const competing = new Set(rows.map(({ modelId, mode }) => `${modelId} ${mode}`));
  return {
    count: rows.length,
    incomplete: matched - competing.size,
    leftOut: [...leftOut.values()],
    upperBounds,
    dataVersion,
    ranges: rangesOf(rows, objectives.length),
    rows,
  };
}
