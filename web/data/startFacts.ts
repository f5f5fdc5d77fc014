import type { PictureAxis } from "../../src/drawing/picture.ts";
import { client } from "./client.ts";

export interface MetricFacts extends PictureAxis {
  description: string;
}

/** What the page offers to choose from. */
export interface StartFacts {
  metrics: MetricFacts[];
  benchmarks: { slug: string; name: string; problemCount: number | null; runCount: number }[];
  /** The names that the fields of the filter and of the deployment can take, by the name of the field. */
  names: Record<string, { value: string; name: string }[]>;
}

const ALL = { first: 100 } as const;

/** Asks what there is to choose from. Of each list the first hundred are offered; others can be typed. */
export async function readStartFacts(): Promise<StartFacts> {
  const answer = await client.query({
    metrics: { name: true, title: true, unit: true, scale: true, direction: true, description: true },
    benchmarks: [
      ALL,
      { nodes: { slug: true, name: true, problemCount: true, runs: [{ first: 1 }, { totalCount: true }] } },
    ],
    accelerators: [ALL, { nodes: { slug: true, name: true } }],
    labs: [ALL, { nodes: { slug: true, name: true } }],
    runners: [ALL, { nodes: { name: true } }],
    modes: [ALL, { nodes: { name: true } }],
  });
  const bySlug = ({ slug, name }: { slug: string; name: string }) => ({ value: slug, name });
  const plain = ({ name }: { name: string }) => ({ value: name, name });
  return {
    metrics: answer.metrics.map((metric) => ({ ...metric, scale: metric.scale === "LOG" ? "log" : "linear" })),
    benchmarks: answer.benchmarks.nodes.map(({ runs, ...facts }) => ({ ...facts, runCount: runs.totalCount })),
    names: {
      benchmark: answer.benchmarks.nodes.map(bySlug),
      hardware: answer.accelerators.nodes.map(bySlug),
      lab: answer.labs.nodes.map(bySlug),
      runner: answer.runners.nodes.map(plain),
      mode: answer.modes.nodes.map(plain),
    },
  };
}

const MOST_TRIED = 5;

/**
 * Chooses the benchmark that the page begins with: of the few with most runs the one whose frontier has most candidates.
 * Undefined in a store without any.
 */
export async function usualBenchmark({ benchmarks }: StartFacts): Promise<string | undefined> {
  const tried = benchmarks
    .filter(({ runCount }) => runCount > 0)
    .sort((a, b) => b.runCount - a.runCount)
    .slice(0, MOST_TRIED);
  const counts = await Promise.all(
    tried.map(async ({ slug }) => {
      const { frontier } = await client.query({
        frontier: [{ where: { benchmark: [slug] } }, { candidateCount: true }],
      });
      return frontier?.candidateCount ?? 0;
    }),
  );
  return tried[counts.indexOf(Math.max(...counts))]?.slug;
}
