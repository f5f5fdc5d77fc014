import { mayDo, type Principal } from "../../access/principal.ts";
import { isErrorOf } from "../../errors/codedError.ts";
import { RequestError } from "../../errors/requestError.ts";
import type { BenchmarkCode } from "../../plugins/boundary/benchmarkCode.ts";
import type { BenchmarkPlugin, Problem } from "../../plugins/contract/benchmark.ts";
import type { MeasuredRun } from "../../recording/measuredRuns.ts";
import { variantOf } from "../../store/experiment.ts";
import { type Recipe, recipe as recipeSchema } from "../plan/recipe.ts";
import type { ExecutionContext } from "../setup/executionContext.ts";
import { loadProblems } from "../setup/loadProblems.ts";

/** The benchmark that grades a run, with its problems of today. Close its code in the end. */
export interface RunGrader {
  plugin: Pick<BenchmarkPlugin, "name" | "version">;
  benchmark: BenchmarkCode;
  /** The recipe with the options that the run had. */
  recipe: Pick<Recipe, "benchmark">;
  problems: Map<string, Problem>;
}

type Context = Pick<ExecutionContext, "store" | "plugins" | "cacheFolder" | "readsAnyFile">;

/**
 * Finds what grades a run: the plugin of its benchmark, or another that has the same problems.
 *
 * @throws RequestError `BAD_RUN` where no plugin has the benchmark, or its problems are of another version.
 */
export async function graderOf(
  context: Context,
  run: MeasuredRun,
  principal: Principal,
  { grader, signal }: { grader?: string | undefined; signal: AbortSignal },
): Promise<RunGrader> {
  const row = (await context.store.catalogue()).benchmarks.byId.get(run.benchmarkId)!;
  const stored = recipeSchema.safeParse(run.recipe).data;
  const name = grader ?? stored?.benchmark.name ?? row.plugin ?? row.benchmark;
  const benchmark = pluginNamed(context, name);
  const asked = stored?.benchmark.name === name ? stored.benchmark.options : {};
  const read = benchmark.options.safeParse(asked ?? {});
  if (!read.success) throw badRun(`the benchmark ${name} does not take the options of the run any more`);
  const { problemsVersion } = variantOf(benchmark, read.data, benchmark.options.safeParse({}).data);
  const ofRun = row.problemsVersion.split("+")[0];
  if (grader === undefined && problemsVersion !== ofRun && !(isFirst(problemsVersion) && isFirst(ofRun!))) {
    throw badRun(`its problems are version ${ofRun} of ${name}, and those of the plugin are ${problemsVersion}`);
  }
  const recipe = {
    benchmark: { ...stored?.benchmark, name, version: benchmark.version, options: read.data },
    dataFile: stored?.dataFile,
    byOperator: mayDo(principal, "operate"),
  };
  const code = context.plugins.openBenchmark(name);
  const { problems } = await loadProblems(context, code, recipe, signal).catch(async (error) => {
    await code.close();
    throw isErrorOf("data", error) ? badRun(error.message.replace(/\.$/, "")) : error;
  });
  return {
    plugin: benchmark,
    benchmark: code,
    recipe,
    problems: new Map(problems.map((problem) => [problem.id, problem])),
  };
}

function pluginNamed({ plugins }: Context, name: string): BenchmarkPlugin {
  try {
    return plugins.find("benchmark", name);
  } catch (error) {
    throw isErrorOf("plugin", error) ? badRun(error.message.replace(/\.$/, "")) : error;
  }
}

/** `1`, `1.0` and `1.0.0` are the first version of problems, as a slug without a mark has it. */
const isFirst = (version: string) => /^1(\.0)*$/.test(version);

const badRun = (fault: string) => new RequestError("BAD_RUN", `id: ${fault}.`, "id");
