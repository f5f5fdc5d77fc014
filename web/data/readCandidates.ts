import type { QueryFrontierArgs } from "./apiTypes.ts";
import type { Candidate } from "./candidate.ts";
import { client } from "./client.ts";
import { candidateOf, RESULTS } from "./pointFields.ts";

/** All candidates that compete, as far as they have come. */
export interface CandidateList {
  candidates: Candidate[];
  /** The number of those that compete, of which some may still be on their way. */
  count: number;
  dataVersion: string;
}

const PAGE = 100;

/**
 * Reads the candidates of a frontier, those on it first. It gives the list as it grows, page by page, so that the first
 * picture does not wait for the last of ten thousand.
 */
export async function* readCandidates(args: QueryFrontierArgs, signal: AbortSignal): AsyncGenerator<CandidateList> {
  const candidates: Candidate[] = [];
  for (let after: string | undefined, isFirst = true; ; isFirst = false) {
    const { frontier } = await client.query(
      {
        frontier: [
          args,
          {
            ...{ candidateCount: true, dataVersion: true, points: RESULTS },
            dominated: [
              { first: PAGE, after },
              { nodes: RESULTS, pageInfo: { hasNextPage: true, endCursor: true } },
            ],
          },
        ],
      },
      { signal },
    );
    if (!frontier) throw new Error("The server gave no frontier.");
    const { points, dominated, candidateCount: count, dataVersion } = frontier;
    if (isFirst) for (const point of points) candidates.push(candidateOf(point, true));
    for (const point of dominated.nodes) candidates.push(candidateOf(point, false));
    yield { candidates: [...candidates], count, dataVersion };
    if (!dominated.pageInfo.hasNextPage) return;
    after = dominated.pageInfo.endCursor ?? undefined;
  }
}
