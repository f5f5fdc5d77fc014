import DataLoader from "dataloader";
import type { RunCriteria } from "../filters/runCriteria.ts";
import type { Store } from "../store.ts";
import { readArchitectures } from "./architectures.ts";
import { readBallots } from "./ballots.ts";
import { countRunsOf, countSamplesOf } from "./counts.ts";
import { type ProblemKey, readProblems } from "./graded/problemResults.ts";
import { readStrataOfRuns } from "./graded/problemStrata.ts";
import type { SampleChoice } from "./graded/sampleFates.ts";
import { readJudgements } from "./judgements.ts";
import type { PageRequest } from "./page.ts";
import { readRuns, readRunsByHash, readSamples, type SampleKey } from "./rowsByKey.ts";
import { readRunDetails } from "./runDetails.ts";
import { type RunOrder, type RunParent, readRunPagesOf } from "./runPages.ts";
import { readSamplePages } from "./samplePages.ts";
import { readModelFilesOf } from "./signed/modelFiles.ts";
import { readCountersignatures, readFeedKeys, readSigners } from "./signed/signatures.ts";

/** The loaders of one request: each batches the rows of one kind that are asked for at a time into one statement. */
export type Loaders = ReturnType<typeof createLoaders>;

export function createLoaders(store: Store) {
  return {
    run: new DataLoader((ids: readonly number[]) => readRuns(store, ids)),
    runByHash: new DataLoader((hashes: readonly string[]) => readRunsByHash(store, hashes)),
    countersignatures: new DataLoader((hashes: readonly string[]) => readCountersignatures(store.drizzle, hashes)),
    signers: new DataLoader((hashes: readonly string[]) => readSigners(store.drizzle, hashes)),
    modelFiles: new DataLoader((hashes: readonly string[]) => readModelFilesOf(store.drizzle, hashes)),
    feedKeys: new DataLoader((labs: readonly string[]) => readFeedKeys(store.drizzle, labs)),
    runDetails: new DataLoader((ids: readonly number[]) => readRunDetails(store.drizzle, ids)),
    strata: new DataLoader((ids: readonly number[]) => readStrataOfRuns(store, ids)),
    /** Problems with their strata and results, null where nothing is known of them. */
    problem: new DataLoader((keys: readonly ProblemKey[]) => readProblems(store, keys), {
      cacheKeyFn: ({ benchmarkId, problemId }: ProblemKey): unknown => `${benchmarkId}:${problemId}`,
    }),
    ballots: new DataLoader((ids: readonly number[]) => readBallots(store.drizzle, ids)),
    judgements: new DataLoader((ids: readonly number[]) => readJudgements(store.drizzle, ids)),
    /** The architectures of models, null where they are not known. */
    architecture: new DataLoader(async (ids: readonly number[]) => {
      const known = await readArchitectures(store, ids);
      return ids.map((id) => known.get(id) ?? null);
    }),
    sample: new DataLoader((keys: readonly SampleKey[]) => readSamples(store, keys), {
      cacheKeyFn: (key: SampleKey): unknown => `${key.runHash}:${key.repeat}:${key.problemId}`,
    }),
    /** Pages of the samples of runs. There is one loader for each set of arguments, since those share a statement. */
    samplePages: byArguments(
      (choice: SampleChoice, page: PageRequest) => (runIds: readonly number[]) =>
        readSamplePages(store, runIds, choice, page),
    ),
    /** The numbers of all samples of runs that such pages go through. */
    sampleCounts: byArguments(
      (choice: SampleChoice) => (runIds: readonly number[]) => countSamplesOf(store, runIds, choice),
    ),
    /** The numbers of all runs of models, benchmarks or labs. */
    runCounts: byArguments(
      (parent: RunParent, criteria: RunCriteria) => (parentIds: readonly number[]) =>
        countRunsOf(store, parent, parentIds, criteria),
    ),
    /** Pages of the runs of models, benchmarks or labs. */
    runPages: byArguments(
      (parent: RunParent, criteria: RunCriteria, order: RunOrder, page: PageRequest) =>
        (parentIds: readonly number[]) =>
          readRunPagesOf(store, parent, parentIds, criteria, order, page),
    ),
  };
}

/** A loader of pages for each set of arguments, made when it is first asked for. */
function byArguments<Arguments extends unknown[], Value>(
  batchFor: (...args: Arguments) => (ids: readonly number[]) => Promise<Value[]>,
): (...args: Arguments) => DataLoader<number, Value> {
  const loaders = new Map<string, DataLoader<number, Value>>();
  return (...args) => {
    const key = JSON.stringify(args);
    const loader = loaders.get(key) ?? new DataLoader(batchFor(...args));
    loaders.set(key, loader);
    return loader;
  };
}
