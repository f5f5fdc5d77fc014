import type { Imported, ImportedRun } from "../../contract/importer.ts";
import { amountAt } from "../fields/figures.ts";
import { leftOut } from "../fields/found.ts";
import type { AggregateFile, EvaluationResult } from "./layout.ts";

type Measures = NonNullable<ImportedRun["measures"]>;
type Details = Record<string, unknown> | null | undefined;

const PER_PROBLEM = /(?:\b|_)(?:avg|average|mean|per[ _](?:task|problem|sample|question|instance|item))(?:\b|_)/i;
const DOLLARS = /usd|dollar|^\$/i;

/** The dollars that free details state: of a problem on average, or of the whole evaluation. */
interface StatedCost {
  key: string;
  dollars: number;
  isPerProblem: boolean;
}

/** The costs among the free details of a result and its model. Only those whose key or figure names dollars. */
function statedCosts(details: readonly [path: string, Details][], place: string): StatedCost[] {
  const costs = new Map<string, StatedCost>();
  for (const [path, all] of details) {
    for (const [key, value] of Object.entries(all ?? {})) {
      if (!/(?:^|_)cost(?:_|$)/i.test(key) || /interval|ci$|std|error|per_(?:million|1m|token)/i.test(key)) continue;
      const text = String(value).trim();
      if (!DOLLARS.test(key) && !text.startsWith("$")) continue;
      const dollars = amountAt(
        typeof value === "string" ? text.replace(/^\$|,(?=\d{3})/g, "") : value,
        `${place}: ${path}.${key}`,
      );
      if (dollars !== undefined) costs.set(key, { key, dollars, isPerProblem: PER_PROBLEM.test(key) });
    }
  }
  return [...costs.values()];
}

const UNITS: { unit: RegExp; metric: RegExp; name: string; factor: number }[] = [
  { unit: /^(?:usd|us ?dollars?|dollars?|\$)$/i, metric: /cost/i, name: "cost", factor: 1 },
  { unit: /^(?:s|sec|secs|seconds?)$/i, metric: /latency|time|runtime|duration/i, name: "latency", factor: 1 },
  { unit: /^(?:ms|msec|milliseconds?)$/i, metric: /latency|time|runtime|duration/i, name: "latency", factor: 0.001 },
  { unit: /^tokens?$/i, metric: /(?:output|completion)[ _.]?tokens/i, name: "output_tokens", factor: 1 },
  { unit: /^tokens?$/i, metric: /(?:input|prompt)[ _.]?tokens/i, name: "prompt_tokens", factor: 1 },
];

/** A mean cost, time or number of tokens of a problem that is a result of its own. Null for totals, medians and all others. */
function costResult(
  { metric_config: metric, evaluation_name, score_details }: EvaluationResult,
  place: string,
): Measures | null {
  const names = [metric.metric_id, metric.metric_name, evaluation_name].filter(Boolean).join(" ");
  const unit = metric.metric_unit?.trim() ?? "";
  if (
    !PER_PROBLEM.test(names.replaceAll(".", " ")) ||
    /first|median|std|deviation|p\d\d|percentile|per[ _](?:1m|million)/i.test(names)
  ) {
    return null;
  }
  const found = UNITS.find((one) => one.unit.test(unit) && one.metric.test(`${metric.metric_kind ?? ""} ${names}`));
  const value = found && amountAt(score_details.score, `${place}.score_details.score`);
  return found && value !== undefined ? { [found.name]: { value: value * found.factor } } : null;
}

/**
 * Gives the runs the costs that the file states beside them: those of their free details, and results that are costs. A
 * total is divided by the number of problems where it is of one run only and the number is stated.
 *
 * @returns the results and costs that have no place in a run.
 */
export function withCosts(
  file: AggregateFile,
  runs: { result: EvaluationResult; run: ImportedRun }[],
  others: { result: EvaluationResult; place: string; reason: string }[],
  path: string,
): Imported[] {
  const without: Imported[] = [];
  for (const { result, place, reason } of others) {
    const measures = costResult(result, place);
    const owners = runs.filter((one) => one.result.source_data?.dataset_name === result.source_data?.dataset_name);
    if (measures && owners.length === 1) owners[0]!.run.measures = { ...measures, ...owners[0]!.run.measures };
    else without.push(leftOut(place, reason));
  }
  const totals = new Map<string, { cost: StatedCost; runs: ImportedRun[] }>();
  for (const { result, run } of runs) {
    const details: [string, Details][] = [
      ["model_info.additional_details", file.model_info.additional_details],
      ["generation_config.additional_details", result.generation_config?.additional_details],
      ["score_details.details", result.score_details.details],
    ];
    for (const cost of statedCosts(details, run.place)) {
      if (cost.isPerProblem) run.measures!.cost ??= { value: cost.dollars };
      else {
        const key = `${cost.key} ${cost.dollars}`;
        totals.set(key, { cost, runs: [...(totals.get(key)?.runs ?? []), run] });
      }
    }
  }
  for (const { cost, runs: owners } of totals.values()) {
    const [run] = owners;
    const problems = run!.measures!.accuracy?.count ?? run!.benchmark.problemCount;
    if (owners.length === 1 && problems && !run!.measures!.cost) {
      const note = `The stated total of ${cost.dollars} dollars, divided by ${problems} problems.`;
      run!.measures!.cost = { value: cost.dollars / problems, note };
      continue;
    }
    const why =
      owners.length > 1 ? `it stands beside ${owners.length} results` : "the number of problems is not stated";
    const reason = `The total cost of ${cost.dollars} dollars is no cost of a problem, and ${why}.`;
    without.push(leftOut(`${owners.length > 1 ? path : run!.place}: ${cost.key}`, reason));
  }
  return without;
}
