import { writtenForms } from "../../conformance/answerForms.ts";
import { readThinking } from "../../decoding/thinking.ts";
import { expectedFailure } from "../../errors/codedError.ts";
import { printable } from "../../errors/printable.ts";
import { cacheFolder } from "../../evaluation/cacheFolder.ts";
import { loadPlugins } from "../../evaluation/loadPlugins.ts";
import { declaredEngine, openingOf } from "../../evaluation/permission/chosenPlugin.ts";
import type { RunRequestInput } from "../../evaluation/plan/runParameters.ts";
import { drawProblems } from "../../evaluation/setup/drawProblems.ts";
import { loadProblems } from "../../evaluation/setup/loadProblems.ts";
import { createMetricCatalogue } from "../../frontier/metricCatalogue.ts";
import type { BenchmarkCode } from "../../plugins/boundary/benchmarkCode.ts";
import { openAsPlugin } from "../../plugins/boundary/openAsPlugin.ts";
import type { Grade, Problem } from "../../plugins/contract/benchmark.ts";
import type { AnyPlugin } from "../../plugins/contract/checkPlugin.ts";
import type { Engine } from "../../plugins/contract/runner.ts";
import { faultOfOptions } from "../../plugins/optionFault.ts";
import type { PluginRegistry } from "../../plugins/registry.ts";
import { readFlagsOf } from "../runFlags.ts";
import { CommandError } from "../settings.ts";

const MOST = 100;
/** The parameters of a run that a preview has. The others say what is measured or stored, and a preview does neither. */
const PARAMETERS = [
  ...["benchmarks", "benchmarkOptions", "dataFile", "sampleSeed", "engine", "runner", "runnerOptions"],
  ...["thinking", "systemPrompt", "temperature", "maxTokens", "timeout"],
] as Parameters<typeof readFlagsOf>[1];
const SECONDS = 1800;

/**
 * `paretograph run --preview N`: shows the prompts of some problems, answers to them and their grades, and stores nothing. Where
 * no engine is named, the built-in mock says the gold answer, a wrong one and nothing in turn.
 */
export async function preview({ preview: count, ...flags }: Record<string, unknown>): Promise<void> {
  const wanted = Number(count);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > MOST) {
    throw new CommandError(`--preview "${count}" is no number from 1 to ${MOST}.`);
  }
  const request = readFlagsOf(flags, PARAMETERS);
  refuseOthers(flags, request);
  if (!request.benchmarks?.length) throw new CommandError("error: required option '--benchmark <list>' not specified");
  try {
    const { registry, problems } = await loadPlugins(process.cwd(), createMetricCatalogue());
    for (const { source, error } of problems) console.error(`Plugin ${source} is left out: ${error.message}`);
    for (const name of request.benchmarks) await previewBenchmark(name, wanted, request, registry);
  } catch (error) {
    throw expectedFailure(error) ? new CommandError((error as Error).message) : error;
  }
}

/** Refuses what would be passed over in silence. */
function refuseOthers(flags: Record<string, unknown>, request: Partial<RunRequestInput>): void {
  const known = [
    "benchmark",
    "benchmarkOptions",
    "data",
    "sampleSeed",
    "engine",
    "runner",
    "endpoint",
    "runnerOptions",
  ];
  const read = [...known, "thinking", "systemPrompt", "temperature", "maxTokens", "timeout"];
  const other = Object.keys(flags).find((name) => flags[name] !== undefined && !read.includes(name));
  if (other === undefined) return;
  const flag = `--${other.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const hint = other === "model" && request ? " The engine's own model answers." : "";
  throw new CommandError(`${flag} says nothing of a preview, which stores nothing: leave it out.${hint}`);
}

async function previewBenchmark(
  name: string,
  count: number,
  request: Partial<RunRequestInput>,
  registry: PluginRegistry,
) {
  const plugin = registry.find("benchmark", name);
  const isPrivate = (plugin as { data?: { private?: boolean } }).data?.private === true;
  const options = checkedOptions(plugin, request.benchmarkOptions);
  const code = registry.openBenchmark(name);
  const recipe = {
    benchmark: { name, version: plugin.version, options },
    dataFile: request.dataFile,
    byOperator: true,
  };
  const context = { cacheFolder: cacheFolder(), readsAnyFile: true, plugins: registry };
  let engine: Engine | null = null;
  try {
    const { problems } = await loadProblems(context, code, recipe, new AbortController().signal);
    const drawn = drawProblems(problems, count, request.sampleSeed ?? 0);
    engine = await openNamed(request, registry);
    for (const [i, problem] of drawn.entries()) {
      console.log(printable(`=== ${name} ${plugin.version}, problem ${i + 1} of ${drawn.length}: ${problem.id}`));
      const text = (what: string) =>
        isPrivate ? `(${what.length} characters, which are private)` : printable(what.trimEnd());
      const prompt = await code.prompt(problem, options, 0);
      const messages = request.systemPrompt
        ? [{ role: "system" as const, content: request.systemPrompt }, ...prompt]
        : prompt;
      for (const { role, content } of messages) console.log(`--- ${role}\n${text(String(content))}`);
      const said = engine ? null : await madeUp(problem, i, code, options);
      const answering = engine ?? (await openMock(said!.text, registry));
      const given = await answering.generate(
        {
          messages,
          thinking: readThinking(request.thinking?.[0] ?? "default", "thinking"),
          ...(request.temperature !== undefined && { temperature: request.temperature }),
          ...(request.maxTokens !== undefined && { maxTokens: request.maxTokens }),
        } as Parameters<Engine["generate"]>[0],
        AbortSignal.timeout(1000 * (request.timeout ?? SECONDS)),
      );
      if (given.reasoning) console.log(`--- reasoning\n${text(given.reasoning)}`);
      console.log(
        `--- answer of ${answering.identity.engine}${said ? ` (${said.what})` : `, ${answering.identity.model}`}\n${text(given.answer)}`,
      );
      const grade = await code.grade(problem, given.answer, options, 0, { finishReason: given.finishReason });
      console.log(`--- grade: ${sayGrade(grade, problem, isPrivate)}\n`);
    }
  } finally {
    await engine?.close();
    await code.close();
  }
}

function sayGrade({ correct, answer, expected, ...more }: Grade, problem: Problem, isPrivate: boolean): string {
  const verdict = correct === null ? "undecided" : correct ? "right" : "wrong";
  const { score } = more as { score?: number };
  const credit = score === undefined ? "" : `, score ${score}`;
  if (isPrivate) return `${verdict}${credit}`;
  const found = answer === null ? "no answer is stated" : `the answer ${JSON.stringify(answer)}`;
  return printable(`${verdict}${credit}: ${found}; the gold answer is ${JSON.stringify(expected ?? problem.expected)}`);
}

/** The engine that the request names; null where it names none, or the mock without its answers. */
async function openNamed(
  { engine, runner, runnerOptions }: Partial<RunRequestInput>,
  registry: PluginRegistry,
): Promise<Engine | null> {
  if (engine === undefined && (runner === undefined || (runner === "mock" && runnerOptions === undefined))) {
    if (runnerOptions === undefined) return null;
    throw new CommandError("--endpoint and --runner-options are of a runner: name it with --runner.");
  }
  const name = runner ?? declaredEngine(registry.declared, engine!).runner;
  const plugin = registry.find("runner", name);
  const options = engine === undefined ? checkedOptions(plugin, runnerOptions) : undefined;
  const opening = await openingOf({ name, options, engine }, true, registry);
  return openAsPlugin(plugin, opening.options, {
    signal: new AbortController().signal,
    log: (line) => console.error(printable(line)),
  });
}

function checkedOptions(plugin: Pick<AnyPlugin, "name" | "options">, given: unknown = {}): unknown {
  const { success, data, error } = plugin.options.safeParse(given);
  if (success) return data;
  throw new CommandError(`The options of ${plugin.name}: ${faultOfOptions(plugin, error)}`);
}

function openMock(text: string, registry: PluginRegistry): Promise<Engine> {
  const plugin = registry.find("runner", "mock");
  return openAsPlugin(plugin, plugin.options.parse({ answers: [text] }), {
    signal: new AbortController().signal,
    log: () => {},
  });
}

/** What the mock says: by turns the gold answer in the first form in which it is right, that of another problem, and nothing. */
async function madeUp(problem: Problem, turn: number, code: BenchmarkCode, options: unknown) {
  const gold = (await code.grade(problem, "", options, 0)).expected ?? problem.expected;
  if (turn % 3 === 1)
    return {
      what: "a wrong answer",
      text: writtenForms(/^[A-Z]$/.test(gold) ? (gold === "A" ? "B" : "A") : `${gold}0`)[1]![1],
    };
  if (turn % 3 === 2) return { what: "no answer", text: "I don't know." };
  for (const [form, text] of writtenForms(gold)) {
    if (form !== "alone" && (await code.grade(problem, text, options, 0)).correct === true)
      return { what: `the gold answer, ${form}`, text };
  }
  return { what: "the gold answer alone", text: gold };
}
