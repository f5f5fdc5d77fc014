import type { PlacedRun, ReadFiles } from "../../exchange/importing/importResults.ts";
import type { ImportedRequest, ImportedSample } from "../../plugins/contract/importer.ts";
import type { MeteredRequest, MeteredSession } from "../records/readLog.ts";
import { type AssignedPart, assign } from "./assign.ts";
import { energyShares } from "./energyShares.ts";
import { type JoinedGroup, meteredRun, sampleKey } from "./meteredRun.ts";
import type { Part } from "./parts.ts";
import { sumsOf } from "./sampleCost.ts";

/** What became of the samples of one task of a harness. */
export interface GroupReport {
  set: string;
  model: string;
  benchmark: string;
  samples: number;
  /** Those for which requests were found. */
  joined: number;
  /** The requests that were made for them, those of a grader left out. */
  requests: number;
  /** Those of these that failed, or belong to a try that was given up. */
  failed: number;
  /** The requests of a grader, and what they cost. */
  grading: { requests: number; models: string[]; promptTokens?: number; outputTokens?: number } | null;
  /** The share of the work of the GPUs, without that of a grader; null where it was not metered. */
  joules: number | null;
}

/** A request that belongs to no sample. */
export interface OtherRequest {
  id: number;
  at: string;
  path: string;
  model: string | null;
  status: number | null;
  promptTokens: number | null;
  outputTokens: number | null;
}

export interface Joined {
  /** The sets with the runs that could be joined, ready to be stored. The others are among what is left out. */
  sets: ReadFiles[];
  groups: GroupReport[];
  others: OtherRequest[];
}

/** A sample of a task, which several runs can hold: one for each metric, filter or scorer. */
interface TaskSample {
  task: Task;
  key: string;
  requests: readonly ImportedRequest[];
}

interface Task {
  set: ReadFiles;
  runs: PlacedRun[];
  samples: Map<string, TaskSample>;
}

/**
 * Joins the runs that harnesses reported with the requests that a session recorded: each sample gets what its requests cost,
 * and each run the work of the GPUs in its time. The runs must have been read with their requests. Runs without samples, and
 * those for which no request was recorded, are left out.
 */
export function joinRuns(session: MeteredSession, sets: readonly ReadFiles[]): Joined {
  const requests = session.requests.filter(({ own }) => !own);
  const tasks = sets.flatMap(tasksOf);
  const samples = tasks.flatMap((task) => [...task.samples.values()]);
  const { ofSamples, others } = assign(samples, requests);
  const groups = tasks.map((task) => groupOf(task, ofSamples));
  const shares = sharesOf(groups, requests, session);
  const joined = new Map(groups.map((group, i) => [group.task, { ...group, session, work: shares[i]! }]));
  return {
    sets: sets.map((set) => withJoined(set, tasks, joined)),
    groups: [...joined.values()].map(reportOf),
    others: [...new Set(others.map(({ request }) => request))]
      .filter((request) => ![...joined.values()].some(({ made, graded }) => made.has(request) || graded.has(request)))
      .map(otherOf),
  };
}

/** The runs of a set by their tasks. The runs of one task are graded in different ways, and hold the same samples. */
function tasksOf(set: ReadFiles): Task[] {
  const tasks = Map.groupBy(set.runs, ({ run }) => JSON.stringify([run.model, run.mode, run.benchmark]));
  return [...tasks.values()].map((runs) => {
    const task: Task = { set, runs, samples: new Map() };
    for (const sample of runs.flatMap(({ run }) => run.samples ?? []) as ImportedSample[]) {
      const key = sampleKey(sample);
      if (!task.samples.has(key)) task.samples.set(key, { task, key, requests: sample.requests ?? [] });
    }
    return task;
  });
}

function groupOf(task: Task, ofSamples: ReadonlyMap<TaskSample, AssignedPart[]>) {
  const found = new Map<string, AssignedPart[]>();
  for (const sample of task.samples.values()) {
    const parts = ofSamples.get(sample) ?? [];
    // A sample whose grader alone was asked was answered elsewhere, such as from a cache.
    if (parts.some(({ purpose }) => purpose !== "grade")) found.set(sample.key, parts);
  }
  const all = [...task.samples.values()].flatMap((sample) => ofSamples.get(sample) ?? []);
  const grading = all.flatMap(({ part, purpose }) => (purpose === "grade" ? part : []));
  const rest = all.flatMap(({ part, purpose }) => (purpose === "grade" ? [] : part));
  return { task, found, grading, made: requestsIn(rest), graded: requestsIn(grading) };
}

const requestsIn = (parts: readonly Part[]) => new Set(parts.map(({ request }) => request));

/** The work of the GPUs for each task. Graders and requests of no sample have shares of their own. */
function sharesOf(
  groups: readonly { made: Set<MeteredRequest>; graded: Set<MeteredRequest> }[],
  requests: readonly MeteredRequest[],
  { energy }: MeteredSession,
) {
  if (energy.length < 2) return groups.map(() => null);
  const seen = new Set<MeteredRequest>();
  const own = (some: Iterable<MeteredRequest>) => [...some].filter((one) => !seen.has(one) && seen.add(one));
  const made = groups.map((group) => own(group.made));
  const graded = own(groups.flatMap((group) => [...group.graded]));
  return energyShares([...made, graded, own(requests)], energy).slice(0, groups.length);
}

function withJoined(set: ReadFiles, tasks: readonly Task[], joined: ReadonlyMap<Task, JoinedGroup>): ReadFiles {
  const runs: PlacedRun[] = [];
  const leftOut = [...set.leftOut];
  for (const task of tasks) {
    if (task.set !== set) continue;
    const { found } = joined.get(task)!;
    const missing = task.samples.size - found.size;
    for (const one of task.runs) {
      if (found.size > 0) runs.push(meteredRun(one, joined.get(task)!));
      else leftOut.push({ place: one.place, reason: reasonOf(task) });
    }
    if (found.size > 0 && missing > 0) {
      const named = [...task.samples.keys()].filter((key) => !found.has(key)).map((key) => JSON.parse(key)[0]);
      const more = named.length > 20 ? " and others" : "";
      const reason = `No recorded request belongs to these samples, whose cost is not known: ${named.slice(0, 20).join(", ")}${more}.`;
      leftOut.push({ place: task.runs[0]!.place, reason: reason.slice(0, 2000), count: missing });
    }
  }
  return { ...set, runs, leftOut };
}

function reasonOf({ samples }: Task): string {
  if (samples.size === 0)
    return "It has no samples to which requests could belong. lm-eval writes them with --log_samples.";
  return "None of its samples was asked through the proxy, or by a prompt that its file does not state.";
}

function reportOf({ task, found, made, graded, grading, work }: JoinedGroup & { task: Task }): GroupReport {
  const { run } = task.runs[0]!;
  const failed = new Set(
    [...found.values()].flat().flatMap(({ part, purpose }) => (purpose === "given up" ? part.request : [])),
  );
  return {
    ...{ set: task.set.name, model: run.model, benchmark: run.benchmark },
    ...{ samples: task.samples.size, joined: found.size, requests: made.size, failed: failed.size },
    grading:
      grading.length === 0
        ? null
        : {
            requests: graded.size,
            models: [...new Set([...graded].flatMap(({ model }) => model ?? []))].sort(),
            ...sumsOf(grading),
          },
    joules: work?.joules ?? null,
  };
}

const otherOf = ({ id, at, path, model, answer }: MeteredRequest): OtherRequest => ({
  ...{ id, at: new Date(at).toISOString(), path, model, status: answer?.status ?? null },
  ...{ promptTokens: answer?.promptTokens ?? null, outputTokens: answer?.outputTokens ?? null },
});
