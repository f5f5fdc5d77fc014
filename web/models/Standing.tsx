import { frontierPath } from "../address/paths.ts";
import { client } from "../data/client.ts";
import { keyOf, NAMING } from "../data/pointFields.ts";
import { Failure } from "../parts/Failure.tsx";
import { useAsked } from "../parts/useAsked.ts";

/** A model in a mode among the candidates of a frontier. */
interface Place {
  key: string;
  mode: string;
  rank: number;
}

interface BenchmarkStanding {
  slug: string;
  name: string;
  candidateCount: number;
  /** Its places among the candidates of the best ranks, which are all of them unless `isCut`. */
  places: Place[];
  isCut: boolean;
}

/** The most benchmarks whose frontiers are asked for. */
const MOST = 12;

/** Where a model stands on the frontiers of accuracy against compute of the benchmarks that it was measured on. */
export function Standing({
  slug,
  benchmarks,
}: {
  slug: string;
  benchmarks: readonly { slug: string; name: string }[];
}) {
  const asked = benchmarks.slice(0, MOST);
  const { value, error, isLoading, again } = useAsked(`${slug}|${asked.map((one) => one.slug)}`, (signal) =>
    readStanding(slug, asked, signal),
  );
  return (
    <section aria-label="Where it stands">
      <h3>Where it stands</h3>
      <p class="muted">
        On frontiers of accuracy against compute.
        {benchmarks.length > MOST && ` The ${MOST} of ${benchmarks.length} benchmarks with most of its runs are shown.`}
      </p>
      {error && <Failure error={error} again={again} />}
      <ul>
        {value?.map(({ slug: benchmark, name, places, candidateCount, isCut }) => (
          <li key={benchmark}>
            <a href={frontierPath(benchmark)}>{name}</a>:{" "}
            {places.length === 0 &&
              (isCut
                ? `it is not among the ${MOST_DOMINATED} dominated candidates of the best ranks`
                : "it does not compete, for it lacks accuracy or compute")}
            {places.map(({ key, mode, rank }, i) => (
              <span key={key}>
                {i > 0 && "; "}
                <a href={frontierPath(benchmark, { point: key })}>{mode}</a>{" "}
                {rank === 1 ? "on the frontier" : `dominated, rank ${rank}`}
              </span>
            ))}{" "}
            <span class="muted">({candidateCount} candidates)</span>
          </li>
        ))}
      </ul>
      {isLoading && <p aria-busy="true">Loading …</p>}
    </section>
  );
}

const MOST_DOMINATED = 100;

/** Asks one frontier after the other and gives the list as it grows. */
async function* readStanding(
  slug: string,
  benchmarks: readonly { slug: string; name: string }[],
  signal: AbortSignal,
): AsyncGenerator<BenchmarkStanding[]> {
  const known: BenchmarkStanding[] = [];
  const point = { ...NAMING, rank: true } as const;
  for (const benchmark of benchmarks) {
    const { frontier } = await client.query(
      {
        frontier: [
          { where: { benchmark: [benchmark.slug] } },
          {
            ...{ candidateCount: true, points: point },
            dominated: [{ first: MOST_DOMINATED }, { nodes: point, pageInfo: { hasNextPage: true } }],
          },
        ],
      },
      { signal },
    );
    if (!frontier) continue;
    const all = [...frontier.points, ...frontier.dominated.nodes].filter(({ model }) => model.slug === slug);
    const places = all.map((one) => ({ key: keyOf(one), mode: one.mode, rank: one.rank }));
    const { candidateCount, dominated } = frontier;
    known.push({ ...benchmark, candidateCount, places, isCut: dominated.pageInfo.hasNextPage });
    yield [...known];
  }
}
