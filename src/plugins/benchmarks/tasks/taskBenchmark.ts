import { z } from "zod";
import type { BenchmarkPlugin, Problem } from "../../contract/benchmark.ts";
import { defineBenchmark } from "../../contract/definePlugin.ts";
import { PLUGIN_API_VERSION } from "../../contract/plugin.ts";
import type { Message } from "../../contract/runner.ts";
import { letterOf } from "../../grading/chosenOption.ts";
import { promptWithShots } from "../parts/shots.ts";
import { gradeTask } from "./gradeTask.ts";
import { loadTask } from "./loadTask.ts";
import { RESERVED_TAGS, type TaskFile, type TaskOptions } from "./taskFile.ts";
import type { TaskDetails } from "./taskRows.ts";
import type { TaskTemplates } from "./taskTemplates.ts";
import type { TaskTemplate } from "./template.ts";
import { withinBounds } from "./withinBounds.ts";

/** The benchmark that a task file describes. Throws a `PluginError` where the contract refuses it. */
export function benchmarkOf(task: TaskFile, templates: TaskTemplates, folder: string): BenchmarkPlugin<TaskOptions> {
  const variants = variantsOf(task);
  const { name, version, problemsVersion, title, description, domain, source, usualRepeats } = task;
  const { optionCount, chanceLevel, data, problem } = task;
  const tags = Object.keys(problem.tags ?? {});
  const declared = {
    variants,
    ...((data.private || data.canary) && { data: { private: data.private ?? false, canary: data.canary } }),
  };
  return defineBenchmark<TaskOptions>({
    ...{ name, version, problemsVersion, title, description, domain, source },
    ...declared,
    apiVersion: PLUGIN_API_VERSION,
    problemOptions: Object.keys(variants).filter((option) => option === "subset" || option === "language"),
    ...(optionCount && { optionCount }),
    ...(chanceLevel !== undefined && { chanceLevel }),
    ...(usualRepeats && { usualRepeats }),
    ...(tags.length > 0 && { strata: tags }),
    options: optionsOf(task, variants),
    callerOptions: Object.keys(variants),
    load: (options, context) => loadTask(task, templates, folder, options, context),
    prompt: (problem, { systemPrompt }) => {
      const system = systemPrompt === undefined ? task.system : task.systemPrompts![systemPrompt];
      const ask = (one: Problem) => render("prompt", templates.prompt, valuesOf(one));
      const answer = (one: Problem) => render("shots.answer", templates.shotAnswer, valuesOf(one));
      const messages = promptWithShots(problem, ask, answer);
      return system === undefined ? messages : [{ role: "system", content: system } satisfies Message, ...messages];
    },
    grade: (problem, text, _, __, ending) => gradeTask(task.answer, templates.pattern, problem, text, ending),
  });
}

/** The values of the options by which the runs of a task can differ, as far as it has them. */
function variantsOf({ data, shots, systemPrompts }: TaskFile): Record<string, (string | number)[]> {
  const all = {
    subset: [...new Set(data.files.flatMap(({ subset = [] }) => subset))],
    language: [...new Set(data.files.flatMap(({ language = [] }) => language))],
    shots: shots ? Array.from({ length: shots.most + 1 }, (_, count) => count) : [],
    systemPrompt: Object.keys(systemPrompts ?? {}),
  };
  return Object.fromEntries(Object.entries(all).filter(([, values]) => values.length > 0));
}

function optionsOf({ shots }: TaskFile, variants: Record<string, (string | number)[]>): z.ZodType<TaskOptions> {
  const among = (option: string, description: string) => {
    const values = variants[option] as [string, ...string[]] | undefined;
    return values ? { [option]: z.enum(values).optional().describe(description) } : {};
  };
  return z.strictObject({
    ...among("subset", "The part of the benchmark that is asked. By default all are."),
    ...among("language", "The language in which it is asked. By default all are."),
    ...(shots && {
      shots: z
        .int()
        .nonnegative()
        .max(shots.most)
        .optional()
        .describe("How many worked examples stand before each problem. By default none."),
    }),
    ...among("systemPrompt", "The name of the system prompt. By default it is that of the task, if it has one."),
  }) as z.ZodType<TaskOptions>;
}

function valuesOf({ question, expected, language, details = {} }: Problem): Record<string, unknown> {
  const { options = [], solution, subset } = details.task as TaskDetails;
  const tags = Object.fromEntries(Object.entries(details).filter(([name]) => !RESERVED_TAGS.includes(name)));
  const lettered = options.map((text, place) => ({ letter: letterOf(place), text }));
  return { question, expected, language, options: lettered, solution, subset, tags };
}

function render(field: string, template: TaskTemplate, values: Record<string, unknown>): string {
  try {
    return withinBounds(() => template.render(values)).trimEnd();
  } catch (error) {
    throw new Error(`${field}: ${(error as Error).message}`, { cause: error });
  }
}
