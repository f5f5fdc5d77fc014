import type { Model } from "../../src/apiClient/schema.ts";
import type { Result, Selection } from "../../src/apiClient/selection.ts";
import { client } from "../data/client.ts";

const MODEL = {
  ...{ slug: true, name: true, developer: true, family: true, architecture: true, license: true, openWeights: true },
  ...{ releasedOn: true, totalParameters: true, activeParameters: true, contextLength: true },
  generationDefaults: { temperature: true, topP: true, topK: true, repetitionPenalty: true },
  prices: { provider: true, input: true, output: true, date: true, source: true },
  sources: { field: true, source: true },
} as const satisfies Selection<Model>;

export type ShownModel = Result<Model, typeof MODEL>;

/** Where a model was measured, and how it was served there. */
export interface Measured {
  benchmarks: { slug: string; name: string; runCount: number }[];
  modes: string[];
  /** The ways in which it was served, as runs say them, with their numbers. */
  served: { way: string; runCount: number }[];
  /** Whether there are more runs than were read. */
  isCut: boolean;
}

export async function readModel(slug: string, signal: AbortSignal): Promise<ShownModel> {
  const { model } = await client.query({ model: [{ slug }, MODEL] }, { signal });
  return model!;
}

const PAGE = 100;
const MOST_PAGES = 5;

/** Goes through the runs of a model, the latest first, five hundred at most. */
export async function readMeasured(slug: string, signal: AbortSignal): Promise<Measured> {
  const runs = [];
  let after: string | undefined;
  let isCut = true;
  for (let page = 0; page < MOST_PAGES && isCut; page++) {
    const { runs: list } = await client.query(
      {
        runs: [
          { first: PAGE, after, where: { model: [slug] } },
          {
            nodes: {
              ...{ mode: true, runner: true, hardwareCount: true },
              benchmark: { slug: true, name: true },
              hardware: { name: true },
              serving: { engine: true, provider: true, precision: true },
            },
            pageInfo: { hasNextPage: true, endCursor: true },
          },
        ],
      },
      { signal },
    );
    runs.push(...list.nodes);
    after = list.pageInfo.endCursor ?? undefined;
    isCut = list.pageInfo.hasNextPage;
  }
  const names = new Map(runs.map(({ benchmark }) => [benchmark.slug, benchmark.name]));
  const byBenchmark = counted(runs.map(({ benchmark }) => benchmark.slug));
  return {
    benchmarks: byBenchmark.map(([value, runCount]) => ({ slug: value, name: names.get(value)!, runCount })),
    modes: counted(runs.map(({ mode }) => mode)).map(([mode]) => mode),
    served: counted(
      runs.flatMap(({ runner, serving, hardware, hardwareCount }) => {
        const accelerator = hardware && `${hardwareCount ? `${hardwareCount} × ` : ""}${hardware.name}`;
        const way = [serving.provider, runner ?? serving.engine, serving.precision, accelerator].filter(Boolean);
        return way.length > 0 ? [way.join(", ")] : [];
      }),
    ).map(([way, runCount]) => ({ way, runCount })),
    isCut,
  };
}

/** The different values with their numbers, those of most first. */
function counted(values: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
