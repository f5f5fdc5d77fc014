import { createHash } from "node:crypto";
import type { ImportedBenchmark } from "../../contract/importer.ts";
import { decodingOf } from "../fields/decodingOf.ts";
import { countAt } from "../fields/figures.ts";
import { isObject } from "../fields/isObject.ts";
import { labelAt } from "../fields/texts.ts";
import type { Header } from "./log.ts";
import { splitModel } from "./model.ts";
import type { Grading } from "./scores.ts";

export const epochsOf = (header: Header, path: string): number =>
  countAt(header.eval.config.epochs, `${path}: eval.config.epochs`) || 1;

/** The settings of the answers: those of the model, of the plan, and of a step that asks with its own. */
export function generationOf(header: Header): Record<string, unknown> {
  const stated = (values: object) =>
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  const ofSteps = stepsOf(header).flatMap(({ params }) =>
    isObject(params) ? stated({ max_tokens: params.max_tokens, temperature: params.temperature }) : [],
  );
  return Object.fromEntries([
    ...stated(header.eval.model_generate_config),
    ...stated(header.plan.config),
    ...ofSteps.filter(([, value]) => typeof value === "number"),
  ]);
}

const stepsOf = (header: Header) =>
  (header.plan.steps ?? []).filter(isObject) as { solver?: unknown; params?: unknown }[];

export const decodingOfLog = (header: Header, path: string) => decodingOf(generationOf(header), `${path}: plan.config`);

/** How much the model was told to think, by the name that the settings give it. */
export function modeOf(header: Header, path: string): string | undefined {
  const stated = generationOf(header);
  const effort = [stated.reasoning_effort, stated.effort].find((one) => typeof one === "string");
  if (effort !== undefined) return labelAt(effort, `${path}: plan.config.reasoning_effort`);
  if (Number.isSafeInteger(stated.reasoning_tokens)) return `budget-${stated.reasoning_tokens}`;
  const body = isObject(stated.extra_body) ? stated.extra_body : {};
  const template = isObject(body.chat_template_kwargs) ? body.chat_template_kwargs : {};
  const thinks = [template.enable_thinking, template.thinking].find((one) => typeof one === "boolean");
  return thinks === undefined ? undefined : thinks ? "on" : "off";
}

export function benchmarkOf(header: Header, path: string): ImportedBenchmark {
  const { dataset, task } = header.eval;
  const named = [dataset.location, dataset.name].find(
    (one) => typeof one === "string" && /^[\w][\w.-]{0,95}\/[\w.-]{1,96}$/.test(one),
  );
  const problemCount = countAt(dataset.samples, `${path}: eval.dataset.samples`);
  const version = versionOf(header, path);
  return {
    name: labelAt(task, `${path}: eval.task`) ?? "task",
    ...(named !== undefined && { dataset: named as string }),
    ...(version !== undefined && { version }),
    ...(problemCount && { problemCount }),
  };
}

/** Version 0 is that of a task that states none. */
function versionOf(header: Header, path: string): string | undefined {
  const version = header.eval.task_version;
  return version === 0 ? undefined : labelAt(version, `${path}: eval.task_version`);
}

/** The problems that were asked, where the log says which: fewer than the benchmark has where they were limited. */
export function askedOf(header: Header): number | undefined {
  const ids = header.eval.dataset.sample_ids;
  return Array.isArray(ids) && ids.length > 0 ? ids.length : undefined;
}

/** Who grades, where that is a model that the log names. */
export function graderOf(header: Header, { stated }: Grading): string | undefined {
  const params = stated?.score.params ?? {};
  const role = header.eval.model_roles.grader;
  for (const one of [params.model, params.grader_model, Array.isArray(role) ? role[0] : role]) {
    const name = isObject(one) ? one.model : one;
    if (typeof name === "string" && /^[\w][\w./:@-]{0,150}$/.test(name)) return splitModel(name).name;
  }
  return undefined;
}

export function protocolOf(header: Header, grading: Grading, path: string) {
  const { task, task_args: given, config } = header.eval;
  const version = versionOf(header, path);
  const shots = [given.fewshot, given.num_fewshot].find((one) => Number.isSafeInteger(one) && (one as number) >= 0);
  const grader = graderOf(header, grading);
  const { epochs: _, ...others } = given;
  const parts = [stepsOf(header).map(({ solver, params }) => [solver, params]), others, grading.stated?.score.params];
  const limits = [config.message_limit, config.token_limit, config.time_limit, config.working_limit, config.cost_limit];
  const taskHash = hashOf([...parts, limits.map((limit) => limit ?? null)]);
  return {
    harness: "inspect",
    task: labelAt(task, `${path}: eval.task`),
    ...(version !== undefined && { taskVersion: version }),
    ...(shots !== undefined && { shots }),
    scorer: labelAt(grading.scorer, `${path}: ${grading.name}`) ?? "scorer",
    ...(grading.name !== grading.scorer && { score: labelAt(grading.name, `${path}: ${grading.name}`) }),
    ...(grading.metric !== "accuracy" && { metric: labelAt(grading.metric, `${path}: ${grading.metric}`) }),
    ...(grader && { grader }),
    ...(taskHash && { taskHash }),
  };
}

function hashOf(parts: unknown): string | undefined {
  try {
    return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
  } catch {
    // It is nested too deep to be written.
    return undefined;
  }
}
