// The part of the mutation tester that runs inside of Vitest's worker.
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { type RunnerTask, type RunnerTestFile, TestRunner } from "vitest";
import type { TestFileReach } from "./job.ts";

// The same values at every run, and no search for a smaller counterexample: that a mutant is noticed is enough.
fc.configureGlobal({ seed: 1, endOnFailure: true });

/** How often a loop turns before the clock is asked. */
const TURNS = 1024;
const COLLECTION_LIMIT_MS = 20_000;

/** The marks of each module's blocks since they were last taken. */
const marks: { file: string; reached: Uint8Array }[] = [];
let deadline = Number.POSITIVE_INFINITY;
let turns = 0;
let selected: { tests: string[]; limitMs: number; stopsAtFailure: boolean } | undefined;

Object.assign(globalThis, {
  mutationMarksOf(file: string, blockCount: number) {
    const reached = new Uint8Array(blockCount);
    marks.push({ file, reached });
    return reached;
  },
  mutationLoopTurn() {
    if (++turns % TURNS === 0 && Date.now() > deadline) throw new Error("the mutant runs without end");
  },
  mutationSelects(selection: typeof selected) {
    selected = selection;
  },
});

export default class MutationRunner extends TestRunner {
  private hasFailed = false;
  private readonly blocksOfFile: string[] = [];
  private readonly reachOfTests: TestFileReach["tests"] = [];

  override onCollectStart(file: RunnerTestFile) {
    super.onCollectStart(file);
    selected = undefined;
    this.hasFailed = false;
    deadline = Date.now() + COLLECTION_LIMIT_MS;
  }

  onCollected(files: RunnerTestFile[]) {
    if (!selected) return;
    deadline = Date.now() + selected.limitMs;
    const order = new Map(selected.tests.map((name, at) => [name, at]));
    for (const file of files) select(order, file);
  }

  override async onBeforeRunTask(test: RunnerTask) {
    if (this.hasFailed && selected?.stopsAtFailure) test.mode = "skip";
    await super.onBeforeRunTask(test);
    this.blocksOfFile.push(...takeReached());
  }

  override onAfterRunTask(test: RunnerTask) {
    super.onAfterRunTask(test);
    if (test.result?.state === "fail") this.hasFailed = true;
    const { state, duration = 0 } = test.result ?? {};
    this.reachOfTests.push({
      name: nameOf(test),
      blocks: takeReached(),
      milliseconds: duration,
      hasPassed: state === "pass",
    });
  }

  override onAfterRunFiles(files: RunnerTestFile[]) {
    super.onAfterRunFiles(files);
    const folder = process.env.MUTATION_REACH_FOLDER;
    if (!folder) return;
    const reach: TestFileReach = {
      file: files[0]!.filepath,
      blocks: [...new Set([...this.blocksOfFile, ...takeReached()])],
      tests: this.reachOfTests,
    };
    writeFileSync(join(folder, `${randomUUID()}.json`), JSON.stringify(reach));
  }
}

/** The blocks that were reached since the last call. */
function takeReached(): string[] {
  return marks.flatMap(({ file, reached }) => {
    const blocks = [...reached.keys()].filter((at) => reached[at] === 1).map((at) => `${file}:${at}`);
    reached.fill(0);
    return blocks;
  });
}

/**
 * Sorts the tests of a suite as they were asked for and skips all others, and suites of which no test is left, so that
 * their hooks don't run. Returns the place of the first test, which is infinite where there is none.
 */
function select(order: Map<string, number>, task: RunnerTask): number {
  let first = order.get(nameOf(task)) ?? Number.POSITIVE_INFINITY;
  if ("tasks" in task) {
    const placed = task.tasks.map((one) => [select(order, one), one] as const).sort(([a], [b]) => a - b || 0);
    task.tasks = placed.map(([, one]) => one);
    first = placed[0]?.[0] ?? Number.POSITIVE_INFINITY;
  }
  if (first === Number.POSITIVE_INFINITY) task.mode = "skip";
  return first;
}

/** The names of a test and of the suites that it is in, without its file. */
function nameOf(task: RunnerTask): string {
  return task.suite && task.suite !== task.file ? `${nameOf(task.suite)} > ${task.name}` : task.name;
}
