import type { FrontierPoint } from "../../src/apiClient/schema.ts";
import type { Result, Selection } from "../../src/apiClient/selection.ts";
import type { Candidate, Figure, ModelFacts } from "./candidate.ts";

/** What names a point of a frontier. */
export const NAMING = {
  mode: true,
  model: { slug: true },
  operatingPoint: { tokenCap: true, votes: true, bestOf: true, fallback: { mode: true, model: { slug: true } } },
  run: { contentHash: true, lab: { slug: true } },
} as const satisfies Selection<FrontierPoint>;

/** What the page shows of a candidate, without what has to be resampled. */
export const RESULTS = {
  ...NAMING,
  model: {
    ...{ slug: true, name: true, developer: true, family: true, architecture: true, license: true },
    ...{ openWeights: true, releasedOn: true, activeParameters: true, totalParameters: true, contextLength: true },
  },
  ...{ coverage: true, isPartial: true, betterThanChance: true },
  measures: { metric: { name: true }, value: true, low: true, high: true, estimated: true, note: true },
} as const satisfies Selection<FrontierPoint>;

type Named = Result<FrontierPoint, typeof NAMING>;

/** What a candidate is found again by in another answer. */
export function keyOf({ model, mode, operatingPoint, run }: Named): string {
  return [model.slug, mode, ...settingsOf(operatingPoint), ...(run ? [run.contentHash.slice(0, 12)] : [])].join("|");
}

export function candidateOf(point: Result<FrontierPoint, typeof RESULTS>, isShown: boolean): Candidate {
  const { model, mode, operatingPoint, run, measures } = point;
  return {
    key: keyOf(point),
    ...{ model, mode, isShown, coverage: point.coverage, isPartial: point.isPartial },
    settings: [mode, ...settingsOf(operatingPoint), ...(run ? [run.lab.slug] : [])],
    isBetterThanChance: point.betterThanChance,
    figures: {
      ...figuresOf(model),
      ...Object.fromEntries(
        measures.map(({ metric, value, low, high, estimated, note }) => [
          metric.name,
          { value, low, high, isEstimated: estimated, note },
        ]),
      ),
    },
  };
}

/** The settings of test-time compute in words. */
function settingsOf(point: Named["operatingPoint"]): string[] {
  if (!point) return [];
  const { tokenCap, votes, bestOf, fallback } = point;
  return [
    ...(tokenCap === null ? [] : [`≤ ${tokenCap.toLocaleString("en-US")} tokens`]),
    ...(votes === null ? [] : [`majority of ${votes}`]),
    ...(bestOf === null ? [] : [`best of ${bestOf}`]),
    ...(fallback ? [`else ${fallback.model.slug.slice(fallback.model.slug.indexOf("/") + 1)}`] : []),
  ];
}

/** The metrics that follow from the model alone, which are among the measures only where they are objectives. */
function figuresOf({ totalParameters, activeParameters }: ModelFacts): Record<string, Figure> {
  const counts = { total_parameters: totalParameters, active_parameters: activeParameters };
  return Object.fromEntries(
    Object.entries(counts).flatMap(([name, value]) =>
      value === null ? [] : [[name, { value, low: null, high: null, isEstimated: false, note: null }]],
    ),
  );
}
