import type { RunFilter } from "../data/apiTypes.ts";
import type { Candidate } from "../data/candidate.ts";
import { PROVENANCES } from "../data/provenances.ts";
import { readRunsOf } from "../data/readRunsOf.ts";
import { useAsked } from "../parts/useAsked.ts";

/** The sources are asked for when a point was shown for so long, so that none is asked for that is only passed. */
const RESTED_MS = 250;

/** Where the figures of a point come from: the labs, how their runs came here, and where they were published. */
export function PointSources({ candidate, where }: { candidate: Candidate; where: RunFilter }) {
  const { value, isCurrent, error } = useAsked(
    `${candidate.key}|${JSON.stringify(where)}`,
    (signal) => readRunsOf(candidate, where, signal),
    RESTED_MS,
  );
  if (error) return <p class="muted">Its sources could not be asked.</p>;
  if (!isCurrent || !value) return <p class="muted">Sources …</p>;
  const sources = value.map(({ lab, provenance, sourceUrl }) =>
    [lab.name, PROVENANCES[provenance], ...(sourceUrl ? [withoutScheme(sourceUrl)] : [])].join(", "),
  );
  return (
    <>
      {[...new Set(sources)].map((source) => (
        <p key={source} class="muted source">
          {source}
        </p>
      ))}
    </>
  );
}

const withoutScheme = (address: string) => address.replace(/^https?:\/\//, "");
