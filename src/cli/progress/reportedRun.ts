import type { Ask } from "./ask.ts";
import type { FollowedRun } from "./followedRun.ts";

export interface ReportedMeasure {
  value: number;
  low: number | null;
  high: number | null;
  estimated: boolean;
}

/** A run as it stands when it is no longer followed. */
export interface ReportedRun extends FollowedRun {
  status: string;
  /** Why it failed, with the code of the reason. */
  error: string | null;
  errorCode: string | null;
  /** The number of problems that were answered, and the share of the benchmark's that they are; null where unknown. */
  problemCount: number | null;
  coverage: number | null;
  /** The measures by the names of their metrics. */
  measures: Map<string, ReportedMeasure>;
}

/** The most ids that the API takes at once. */
const AT_ONCE = 100;

const QUERY = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Run {
  id status error errorCode model { slug } mode benchmark { slug } problemCount coverage
  measures { metric { name } value low high estimated } cost { value low high estimated }
} } }`;

/** Reads runs as they stand now. Their ids are those of today, which change once when a run ends. */
export async function readReported(ask: Ask, runs: readonly FollowedRun[]): Promise<ReportedRun[]> {
  const reported: ReportedRun[] = [];
  for (let i = 0; i < runs.length; i += AT_ONCE) {
    const some = runs.slice(i, i + AT_ONCE);
    const { nodes } = await ask(QUERY, { ids: some.map(({ id }) => id) });
    for (const [j, { model, benchmark, measures, cost, ...run }] of nodes.entries()) {
      const byMetric = measures.map(({ metric, ...measure }: { metric: { name: string } }) => [metric.name, measure]);
      if (cost) byMetric.push(["cost", cost]);
      const names = { title: some[j]!.title, model: model.slug, benchmark: benchmark.slug };
      reported.push({ ...run, ...names, measures: new Map(byMetric) });
    }
  }
  return reported;
}
