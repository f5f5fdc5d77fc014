// Mutation testing: changes the sources in one small way at a time and says which changes no test notices
// (docs/testing.md). Nothing is written into the sources.
import { type ChildProcess, fork } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, normalize } from "node:path";
import { parseArgs } from "node:util";
import { seededRandom } from "../src/frontier/statistics/seededRandom.ts";
import { sourcesIn } from "./mutate/importers.ts";
import type { Job, TestFileReach, Trial, Verdict } from "./mutate/job.ts";
import { type Block, blocksOf } from "./mutate/marks.ts";
import { type Mutant, mutantsOf } from "./mutate/mutants.ts";

const { values: options, positionals: paths } = parseArgs({
  allowPositionals: true,
  options: {
    project: { type: "string", default: "unit" },
    tests: { type: "string", multiple: true },
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    json: { type: "string" },
  },
});
if (paths.length === 0) {
  console.error(
    "Usage: npm run mutate -- PATHS… [--project unit|store|all] [--tests FOLDER] [--sample COUNT] [--seed NUMBER] [--json FILE]",
  );
  process.exit(1);
}

/** How many trials one process makes: each leaves its modules in memory. */
const TRIALS_A_PROCESS = 150;
/** A process that says nothing for so much longer than its slowest trial may take hangs, and is ended. */
const PATIENCE_MS = options.project === "unit" ? 30_000 : 180_000;

const sources = new Map(
  paths
    .map(normalize)
    .flatMap(sourcesIn)
    .map((file) => [file, readFileSync(file, "utf8")]),
);
const blocks = new Map([...sources].map(([file, source]) => [file, blocksOf(file, source)]));
const all = [...sources].flatMap(([file, source]) => mutantsOf(file, source));
const mutants = options.sample ? sample(all, Number(options.sample), Number(options.seed)) : all;
console.log(`${mutants.length} of ${all.length} mutants of ${sources.size} files. Running the tests on the sources…`);

const reach = (await ask({
  kind: "reach",
  project: options.project,
  sources: [...sources.keys()],
  tests: options.tests,
})) as TestFileReach[];
const failing = reach.flatMap(({ tests }) => tests).filter(({ hasPassed }) => !hasPassed);
console.log(
  `${reach.reduce((sum, { tests }) => sum + tests.length, 0)} tests in ${reach.length} files, ${failing.length} not passed.`,
);
const broken = await testsThatFailUnchanged();
if (broken.size > 0) console.log(`Left out, since they fail on the unchanged sources here: ${[...broken].join("; ")}.`);

const trials = mutants.map(trialOf);
const outcomes: (Verdict["outcome"] | "not reached")[] = trials.map(() => "not reached");
const reachable = trials.flatMap((trial, at) => (trial.tests.length > 0 ? [at] : []));
const verdicts = await judge(reachable.map((at) => trials[at]!));
reachable.forEach((at, i) => {
  outcomes[at] = verdicts[i]!.outcome;
});
report();

/** A few of the mutants, in their order, the same ones for the same seed. */
function sample<T>(values: T[], count: number, seed: number): T[] {
  const random = seededRandom(seed);
  const drawn = values.map((_, at) => [random(), at] as const).sort(([a], [b]) => a - b);
  return drawn
    .slice(0, count)
    .map(([, at]) => at)
    .sort((a, b) => a - b)
    .map((at) => values[at]!);
}

/**
 * The tests that reach the block in which a mutant is, the quickest files first, and in the pure rooms the quickest
 * tests first, since tests with a database may build on those before them.
 */
function trialOf(mutant: Mutant): Trial {
  const block = innermost(blocks.get(mutant.file)!, mutant);
  const files = reach.flatMap(({ file, blocks, tests }) => {
    const reaching = (
      blocks.includes(block.id) ? tests : tests.filter((test) => test.blocks.includes(block.id))
    ).filter(({ name, hasPassed }) => hasPassed && !broken.has(name));
    if (options.project === "unit") reaching.sort((a, b) => a.milliseconds - b.milliseconds);
    const milliseconds = reaching.reduce((sum, test) => sum + test.milliseconds, 0);
    return reaching.length > 0 ? [{ file, tests: reaching.map(({ name }) => name), milliseconds }] : [];
  });
  files.sort((a, b) => a.milliseconds - b.milliseconds);
  return {
    mutant,
    files: files.map(({ file }) => file),
    tests: files.flatMap(({ tests }) => tests),
    limitMs: 5000 + 3 * files.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
  };
}

function innermost(blocks: Block[], { start, end }: Mutant): Block {
  const around = blocks.filter((block) => block.start <= start && end <= block.end);
  return around.reduce((a, b) => (b.end - b.start <= a.end - a.start ? b : a));
}

/** Tests that mind being run as trials are, such as those that look at their own path. */
async function testsThatFailUnchanged(): Promise<Set<string>> {
  const trials = reach.map(({ file, tests }) => ({
    files: [file],
    tests: tests.map(({ name }) => name),
    limitMs: 600_000,
  }));
  const verdicts = await judge(trials);
  return new Set(verdicts.flatMap(({ failedTests }) => failedTests));
}

/** The verdicts on trials, in their order. A process that hangs or dies is ended, and the next goes on after its trial. */
async function judge(trials: Trial[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  while (verdicts.length < trials.length) {
    const chunk = trials.slice(verdicts.length, verdicts.length + TRIALS_A_PROCESS);
    const found = (await ask({ kind: "verdicts", project: options.project, trials: chunk })) as Verdict[];
    verdicts.push(...found.sort((a, b) => a.trial - b.trial));
    if (found.length < chunk.length) verdicts.push({ trial: -1, outcome: "timed out", failedTests: [] });
    if (trials.length > TRIALS_A_PROCESS) console.log(`${verdicts.length} of ${trials.length}`);
  }
  return verdicts;
}

/** What a process of its own sends until it ends by itself or is ended because it hangs. */
function ask(job: Job): Promise<(TestFileReach | Verdict)[]> {
  const child: ChildProcess = fork(join(import.meta.dirname, "mutate/process.ts"), { serialization: "advanced" });
  const answers: (TestFileReach | Verdict)[] = [];
  return new Promise((resolve) => {
    const end = () => child.kill("SIGKILL");
    const patience =
      job.kind === "reach" ? undefined : PATIENCE_MS + Math.max(...job.trials.map(({ limitMs }) => limitMs));
    let silence = patience && setTimeout(end, patience);
    child.on("message", (message) => {
      if (Array.isArray(message)) answers.push(...message);
      if (job.kind === "verdicts" && answers.length % 25 === 0) console.log(`${answers.length} trials`);
      if (silence) {
        clearTimeout(silence);
        silence = setTimeout(end, patience);
      }
    });
    child.on("exit", () => {
      clearTimeout(silence);
      resolve(answers);
    });
    child.send(job);
  });
}

function report() {
  const missed = mutants.flatMap((mutant, at) =>
    ["survived", "not reached"].includes(outcomes[at]!) ? [{ ...described(mutant), outcome: outcomes[at]! }] : [],
  );
  for (const { place, from, to, outcome } of missed)
    console.log(
      `${place}  ${oneLine(from)}  →  ${oneLine(to)}${outcome === "not reached" ? "  (no test reaches it)" : ""}`,
    );
  console.log();
  for (const file of sources.keys()) line(file, (mutant) => mutant.file === file);
  line("all", () => true);
  if (options.json) writeFileSync(options.json, `${JSON.stringify({ total: mutants.length, missed }, null, 2)}\n`);
}

function line(name: string, belongs: (mutant: Mutant) => boolean) {
  const own = outcomes.filter((_, at) => belongs(mutants[at]!));
  if (own.length === 0) return;
  const count = (...kinds: string[]) => own.filter((outcome) => kinds.includes(outcome)).length;
  const score = (100 * count("killed", "timed out")) / own.length;
  console.log(
    `${score.toFixed(1).padStart(5)} %  ${name}: ${own.length} mutants, ${count("killed")} killed, ` +
      `${count("timed out")} timed out, ${count("survived")} survived, ${count("not reached")} not reached`,
  );
}

function described({ file, start, end, text }: Mutant) {
  const source = sources.get(file)!;
  const line = source.slice(0, start).split("\n").length;
  return { place: `${file}:${line}`, from: source.slice(start, end), to: text };
}

function oneLine(text: string): string {
  const short = text.replace(/\s+/g, " ");
  return short.length > 90 ? `${short.slice(0, 87)}…` : short;
}
