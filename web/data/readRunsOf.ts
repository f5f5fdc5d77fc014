import type { RunFilter } from "./apiTypes.ts";
import type { Candidate } from "./candidate.ts";
import { client } from "./client.ts";

const MOST = 20;

/** Reads the runs that the figures of a candidate come from: those of its model in its mode that a filter leaves. */
export async function readRunsOf(
  { model, mode }: Pick<Candidate, "model" | "mode">,
  where: RunFilter,
  signal: AbortSignal,
) {
  const { runs } = await client.query(
    {
      runs: [
        { first: MOST, where: { ...where, model: [model.slug], mode: [mode] } },
        {
          nodes: {
            ...{ id: true, sourceUrl: true, license: true, sampleCount: true, grader: true, servedAs: true },
            provenance: true,
            lab: { slug: true, name: true },
            benchmark: { slug: true, name: true },
          },
        },
      ],
    },
    { signal },
  );
  return runs.nodes;
}
