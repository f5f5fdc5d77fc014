import type { Run, RunFilter } from "../../src/apiClient/schema.ts";
import type { Result, Selection } from "../../src/apiClient/selection.ts";
import { client } from "../data/client.ts";
import { PAGE_INFO, type pageArguments } from "../parts/Pager.tsx";

const LISTED = {
  ...{ id: true, mode: true, status: true, finishedAt: true, sampleCount: true, verified: true, servedAs: true },
  model: { slug: true, name: true },
  benchmark: { slug: true, name: true },
  lab: { slug: true, name: true },
  cost: { value: true, estimated: true },
  measures: { metric: { name: true, unit: true }, value: true, low: true, high: true, estimated: true },
} as const satisfies Selection<Run>;

export type ListedRun = Result<Run, typeof LISTED>;

/** The order of a list of runs as an address has it: a metric or `finishedAt`, with - before it for the highest first. */
export type Sort = string;

/** Reads a page of the runs that a filter leaves. */
export async function readRuns(
  where: RunFilter,
  sort: Sort,
  page: ReturnType<typeof pageArguments>,
  signal: AbortSignal,
) {
  const direction = sort.startsWith("-") ? ("DESC" as const) : ("ASC" as const);
  const by = sort.replace(/^-/, "");
  const orderBy = { direction, ...(by === "finishedAt" ? { field: "FINISHED_AT" as const } : { metric: by }) };
  const { runs } = await client.query(
    {
      runs: [
        { where, orderBy, ...page },
        { totalCount: true, nodes: LISTED, pageInfo: PAGE_INFO },
      ],
    },
    { signal },
  );
  return runs;
}
