import type { CorrectedGain } from "../../src/analysis/resampling/frontierUncertainty.ts";
import type { Estimate } from "../../src/apiClient/schema.ts";
import type { Result } from "../../src/apiClient/selection.ts";
import type { BandPoint } from "../../src/frontier/choice/frontierBand.ts";
import type { QueryFrontierArgs } from "./apiTypes.ts";
import { client } from "./client.ts";
import { keyOf, NAMING } from "./pointFields.ts";

/** What the server says of a frontier beside its candidates: how sure it is, where it comes from, and what it lacks. */
export interface Certainty {
  /** By the keys of the candidates. */
  memberships: Map<string, number | null>;
  corrected: Map<string, CorrectedGain | null>;
  knee: string | null;
  band: BandPoint[];
  warnings: { code: string; message: string }[];
  sources: { lab: string; name: string; license: string | null; url: string | null; runCount: number }[];
  protocols: { protocol: string | null; pointCount: number }[];
  candidateCount: number;
  sampledCount: number;
  incomplete: number;
  leftOutCounts: { reason: string; competes: boolean; modelCount: number; runCount: number }[];
  leftOut: { model: string; mode: string; reason: string; message: string; competes: boolean }[];
}

const MOST_RESAMPLED = 100;

/** Asks how sure a frontier is, which takes longer than its candidates: it is resampled. */
export async function readCertainty(args: QueryFrontierArgs, signal: AbortSignal): Promise<Certainty> {
  const { frontier } = await client.query(
    {
      frontier: [
        args,
        {
          points: { ...NAMING, membership: true, corrected: { value: true, low: true, high: true, count: true } },
          dominated: [{ first: MOST_RESAMPLED }, { nodes: { ...NAMING, membership: true } }],
          knee: NAMING,
          band: { cost: true, value: true, corrected: true, low: true, high: true },
          warnings: { code: true, message: true },
          sources: { lab: { slug: true, name: true }, license: true, url: true, runCount: true },
          protocols: { protocol: true, pointCount: true },
          ...{ candidateCount: true, sampledCount: true, incomplete: true },
          leftOutCounts: { reason: true, competes: true, modelCount: true, runCount: true },
          leftOut: { model: { slug: true }, mode: true, reason: true, message: true, competes: true },
        },
      ],
    },
    { signal },
  );
  if (!frontier) throw new Error("The server gave no frontier.");
  const { points, dominated, knee, sources, leftOut } = frontier;
  return {
    ...frontier,
    memberships: new Map([...points, ...dominated.nodes].map((point) => [keyOf(point), point.membership])),
    corrected: new Map(points.map((point) => [keyOf(point), point.corrected && correctedGain(point.corrected)])),
    band: frontier.band ?? [],
    knee: knee && keyOf(knee),
    sources: sources.map(({ lab, ...source }) => ({ ...source, lab: lab.slug, name: lab.name })),
    leftOut: leftOut.map(({ model, ...entry }) => ({ ...entry, model: model.slug })),
  };
}

/** A figure that is corrected for a choice has an interval wherever it is known. */
const correctedGain = ({
  value,
  low,
  high,
  count,
}: Result<Estimate, { value: true; low: true; high: true; count: true }>) => ({
  ...{ value, low: low ?? value, high: high ?? value },
  candidateCount: count ?? 0,
});
