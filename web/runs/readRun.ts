import type { Run } from "../../src/apiClient/schema.ts";
import type { Result, Selection } from "../../src/apiClient/selection.ts";
import { client } from "../data/client.ts";
import { NothingFound } from "../parts/NothingFound.ts";

const NAMED = { slug: true, name: true } as const;

const RUN = {
  ...{ id: true, mode: true, status: true, provenance: true, contentHash: true, protocol: true, grader: true },
  ...{ runner: true, runnerVersion: true, hardwareCount: true, deployment: true, servedAs: true, recipe: true },
  ...{ sourceUrl: true, license: true, notes: true, startedAt: true, finishedAt: true, coverage: true },
  ...{ problemCount: true, sampleCount: true, error: true, errorCode: true, errorDetails: true },
  ...{ retractionReason: true, verified: true, assurance: true, reproduced: true, disputed: true },
  viewerMayMeasure: true,
  model: NAMED,
  benchmark: { ...NAMED, chanceLevel: true, problemCount: true },
  lab: { ...NAMED, feedKey: true },
  hardware: NAMED,
  identity: { issuer: true, subject: true },
  supersededBy: { id: true },
  derivedFrom: { id: true },
  countersignatures: { lab: true, verdict: true, note: true, statedAt: true, run: { id: true } },
  serving: {
    engine: true,
    provider: true,
    version: true,
    date: true,
    precision: true,
    cachePrecision: true,
    effort: true,
  },
  decoding: {
    ...{ temperature: true, topP: true, topK: true, maxTokens: true, thinkingBudget: true, seed: true, stop: true },
    ...{ frequencyPenalty: true, repetitionPenalty: true },
  },
  measures: {
    metric: { name: true, title: true, unit: true },
    ...{ value: true, low: true, high: true, estimated: true, note: true, count: true },
  },
} as const satisfies Selection<Run>;

export type ShownRun = Result<Run, typeof RUN>;

/** Reads a run. Throws `NothingFound` where the store holds none of this id. */
export async function readRun(id: string, signal: AbortSignal): Promise<ShownRun> {
  const { run } = await client.query({ run: [{ id }, RUN] }, { signal });
  if (run) return run;
  throw new NothingFound(
    "The store holds no run of this id. The pages of models, benchmarks and labs list the runs that it holds.",
  );
}
