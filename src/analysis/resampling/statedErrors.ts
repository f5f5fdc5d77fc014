import { deploymentEffect, quotientOf } from "../../frontier/metrics.ts";
import { type StatedErrors, spreadOf } from "../../frontier/statistics/statedErrors.ts";
import type { Measures } from "../../store/measures.ts";
import type { Store } from "../../store/store.ts";
import { readPointMeasures } from "../candidates/pointMeasures.ts";
import type { Candidate } from "../request/candidate.ts";
import type { Basis } from "./objectiveBasis.ts";
import type { CandidatesOf } from "./resamplingInput.ts";

/** The errors of candidates that their samples do not show. */
export interface Stated {
  errors: StatedErrors[];
  /** For each candidate and each objective whether it varies by such an error. */
  varies: boolean[][];
}

/**
 * The errors of candidates beside those that resampled problems show: the intervals that are stated of values without
 * samples, each drawn by itself, and the errors of estimates, which the candidates of one model share. The errors of
 * shares are differences, those of other quantities are factors.
 *
 * @param isSampled for each candidate whether its samples are resampled.
 * @param bases for each objective the metric that samples vary with.
 */
export async function readStatedErrors(
  store: Store,
  parts: readonly CandidatesOf[],
  isSampled: readonly boolean[],
  bases: readonly Basis[],
): Promise<Stated> {
  const { objectives, on } = parts[0]!.request;
  const { metrics, models } = await store.catalogue();
  const candidates = parts.flatMap((part) => part.candidates);
  const measures = await readMeasures(store, parts, (at) => !isSampled[at] || bases.includes(null));
  const isShare = objectives.map(({ metric }) => metrics.find(metric)?.unit === "1");
  const size = candidates.length * objectives.length;
  const noErrors = (groups: Uint32Array): StatedErrors => ({
    groups,
    below: new Float64Array(size),
    above: new Float64Array(size),
    logarithmic: Uint8Array.from(isShare, (share) => Number(!share)),
  });
  // Draws follow from names, and for runs from their values, so that they are the same in every store.
  const slugOf = ({ modelId }: Candidate) => models.byId.get(modelId)?.slug ?? "";
  const nameOf = (one: Candidate) => `${slugOf(one)} ${one.mode} ${one.runId === null ? "" : one.values}`;
  const own = noErrors(Uint32Array.from(candidates, (candidate) => hashOf(nameOf(candidate))));
  const ofEstimates = noErrors(Uint32Array.from(candidates, (candidate) => hashOf(slugOf(candidate))));
  const varies = candidates.map(({ values }, row) =>
    objectives.map(({ metric }, column) => {
      const value = values[column]!;
      const at = row * objectives.length + column;
      const fromSamples = isSampled[row] && bases[column] !== null;
      const range = fromSamples ? null : statedRange(measures[row]!, metric, value, on !== null);
      const factors = measures[row]![metric]?.estimatorFactors;
      set(own, at, value, range, isShare[column]!);
      set(ofEstimates, at, value, factors ? [value * factors[0], value * factors[1]] : null, isShare[column]!);
      return [own, ofEstimates].some(({ below, above }) => below[at] !== 0 || above[at] !== 0);
    }),
  );
  return {
    errors: [own, ofEstimates].filter(({ below, above }) => below.some(Boolean) || above.some(Boolean)),
    varies,
  };
}

/** The hash FNV-1a of 32 bits (Fowler, Noll, Vo), of UTF-16 units instead of bytes. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** All measures of each candidate. They are read only where they are needed and not known yet. */
async function readMeasures(
  store: Store,
  parts: readonly CandidatesOf[],
  isNeeded: (at: number) => boolean,
): Promise<Measures[]> {
  let at = 0;
  const measures: Measures[] = [];
  for (const { request, candidates } of parts) {
    const first = at;
    at += candidates.length;
    const unknown = candidates.filter(({ measures }, i) => measures === null && isNeeded(first + i));
    const read = unknown.length > 0 ? await readPointMeasures(store, request, unknown) : [];
    const known = new Map(unknown.map((candidate, i) => [candidate, read[i]!]));
    measures.push(...candidates.map((candidate) => candidate.measures ?? known.get(candidate) ?? {}));
  }
  return measures;
}

/**
 * The interval that is stated of a value. On a deployment a cost of serving is as uncertain as the number of tokens that
 * it grows with, beside the error of its estimate.
 */
function statedRange(measures: Measures, metric: string, value: number, isDeployed: boolean): [number, number] | null {
  const effect = isDeployed && !quotientOf(metric) ? deploymentEffect(metric) : null;
  if (effect === "SAME_FOR_ALL") return null;
  const measure = measures[effect === "GROWS_WITH_TOKENS" ? "output_tokens" : metric];
  if (measure?.low === undefined || measure.high === undefined) return null;
  const scale = effect === null ? 1 : value / measure.value;
  return [measure.low * scale, measure.high * scale];
}

function set(errors: StatedErrors, at: number, value: number, range: [number, number] | null, isShare: boolean): void {
  if (!range || !(isShare || value > 0)) return;
  const { below, above } = spreadOf(value, range[0], range[1], !isShare, isShare);
  errors.below[at] = below;
  errors.above[at] = above;
}
