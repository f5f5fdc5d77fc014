// A process of the mutation tester with one Vitest in it, whose worker runs one trial after the other: started by
// `mutate.ts`, which ends it when it hangs.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { Plugin } from "vite";
import { createVitest, type TestModule, type TestSpecification } from "vitest/node";
import config from "../../vitest.config.ts";
import { dependentsOf, importersByFile } from "./importers.ts";
import type { Job, TestFileReach, Trial, Verdict } from "./job.ts";
import { withBlockMarks, withLoopLimits } from "./marks.ts";
import { apply } from "./mutants.ts";

process.env.MUTATING = "true";
const ROOT = process.cwd();
const TRIAL_FILE = /\/mutation-trial-(\d+)\.test\.ts$/;
const QUERY = /\?trial=(\d+)$/;

// Global set-up files load the marked sources in this process, where the marks don't matter.
Object.assign(globalThis, { mutationMarksOf: (_file: string, blockCount: number) => new Uint8Array(blockCount) });

process.once("disconnect", () => process.exit());
process.once("message", async (job: Job) => {
  const messages =
    job.kind === "reach" ? await reach(job.project, job.sources, job.tests) : await verdicts(job.project, job.trials);
  process.send!(messages, () => process.exit());
});

async function reach(project: string, sources: string[], tests?: string[]): Promise<TestFileReach[]> {
  const folder = mkdtempSync(join(tmpdir(), "mutation-reach-"));
  process.env.MUTATION_REACH_FOLDER = folder;
  const marks: Plugin = {
    name: "mutation-marks",
    enforce: "pre",
    transform(code, id) {
      const file = relative(ROOT, id);
      return sources.includes(file) ? { code: withBlockMarks(file, code), map: null } : undefined;
    },
  };
  const vitest = await start(project, [marks], { isolate: true });
  await vitest.runTestSpecifications(await vitest.globTestSpecifications(tests));
  await vitest.close();
  const files = readdirSync(folder).map(
    (name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as TestFileReach,
  );
  rmSync(folder, { recursive: true });
  return files.map((one) => ({ ...one, file: relative(ROOT, one.file) })).sort((a, b) => (a.file < b.file ? -1 : 1));
}

async function verdicts(project: string, trials: Trial[]): Promise<"done"> {
  const importers = importersByFile();
  const dependents = new Map<number, Set<string>>();
  const isChanged = (trial: number, file: string) => {
    const { mutant, files } = trials[trial]!;
    if (!mutant) return files.includes(file);
    if (!dependents.has(trial)) dependents.set(trial, dependentsOf(mutant.file, importers));
    return dependents.get(trial)!.has(file);
  };
  const mutation: Plugin = {
    name: "mutation",
    enforce: "pre",
    async resolveId(source, importer) {
      // Vite shortens what lies in its root to a path from there.
      if (TRIAL_FILE.test(source) || QUERY.test(source))
        return source.startsWith(`${ROOT}/`) ? source : join(ROOT, source);
      const trial = importer && QUERY.exec(importer)?.[1];
      if (!trial || !source.startsWith(".")) return undefined;
      const resolved = await this.resolve(source, importer.replace(QUERY, ""), { skipSelf: true });
      return resolved && isChanged(+trial, relative(ROOT, resolved.id)) ? `${resolved.id}?trial=${trial}` : resolved;
    },
    load(id) {
      const [, entry] = TRIAL_FILE.exec(id) ?? [];
      if (entry) return trialFile(+entry, trials[+entry]!);
      const [, trial] = QUERY.exec(id) ?? [];
      if (!trial) return undefined;
      const path = id.replace(QUERY, "");
      const source = readFileSync(path, "utf8");
      const { mutant } = trials[+trial]!;
      return withLoopLimits(mutant?.file === relative(ROOT, path) ? apply(source, mutant) : source);
    },
  };
  const vitest = await start(project, [mutation], {
    isolate: false,
    reporters: [{ onTestModuleEnd: (module: TestModule) => process.send!([verdictOn(module)]) }],
  });
  const [testProject] = vitest.projects;
  await vitest.runTestSpecifications(
    trials.map((_, at) => testProject!.createSpecification(join(ROOT, `mutation-trial-${at}.test.ts`))),
  );
  await vitest.close();
  return "done";
}

/** The text of a test file that loads the tests of a trial. */
function trialFile(at: number, { mutant, files, tests, limitMs }: Trial): string {
  const selection = JSON.stringify({ tests, limitMs, stopsAtFailure: mutant !== undefined });
  return [...files.map((file) => `import "${join(ROOT, file)}?trial=${at}";`), `mutationSelects(${selection});`].join(
    "\n",
  );
}

function verdictOn(module: TestModule): Verdict {
  const tests = [...module.children.allTests()];
  const failed = tests.filter((test) => test.result().state === "failed");
  const errors = [...module.errors(), ...failed.flatMap((test) => test.result().errors ?? [])];
  const isEndless = errors.some(({ message }) => /without end|timed out in/.test(message));
  return {
    trial: Number(TRIAL_FILE.exec(module.moduleId)![1]),
    outcome: module.ok() && errors.length === 0 ? "survived" : isEndless ? "timed out" : "killed",
    failedTests: failed.map((test) => test.fullName),
  };
}

/** In the order given. */
class Sequencer {
  sort = (files: TestSpecification[]) => files;
  shard = (files: TestSpecification[]) => files;
}

/** A Vitest with one worker over one project of the configuration, or, of the name `all`, over the tests of both. */
function start(name: string, plugins: Plugin[], options: object) {
  const projects = config.test!.projects as { resolve: object; test: { name: string } }[];
  // The set-up of the store's tests does not disturb the others.
  const { resolve, test } = projects.find((project) => project.test.name === (name === "all" ? "store" : name))!;
  return createVitest(
    {
      ...test,
      ...(name === "all" && { include: ["test/**/*.test.ts"] }),
      // The plugins above change modules as Vite loads them.
      experimental: { viteModuleRunner: true },
      config: false,
      watch: false,
      pool: "threads",
      maxWorkers: 1,
      fileParallelism: false,
      sequence: { sequencer: Sequencer },
      runner: join(ROOT, "tools/mutate/runner.ts"),
      silent: true,
      // A module kept on disk would have the imports that another trial with the same number had.
      fsModuleCache: false,
      // Much longer than any test takes, so that a busy machine kills no mutant.
      testTimeout: 60_000,
      reporters: [{}],
      dangerouslyIgnoreUnhandledErrors: true,
      ...options,
    },
    { resolve, plugins },
  );
}
