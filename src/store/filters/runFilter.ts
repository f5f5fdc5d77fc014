import { type Catalogue, findBySlug, type ModelRow } from "../catalogue.ts";
import { type DateRange, type FloatRange, requireDateRange, requireRange } from "./range.ts";
import type { RunCriteria } from "./runCriteria.ts";

/** What a caller asks of models; lists are alternatives, fields hold together. */
export interface ModelFilter {
  family?: string[] | null;
  developer?: string[] | null;
  architecture?: string[] | null;
  openWeights?: boolean | null;
  totalParameters?: FloatRange | null;
  activeParameters?: FloatRange | null;
  releasedOn?: DateRange | null;
}

/** What a caller asks of runs and of their models. */
export interface RunFilter extends ModelFilter {
  benchmark?: string[] | null;
  model?: string[] | null;
  mode?: string[] | null;
  lab?: string[] | null;
  runner?: string[] | null;
  hardware?: string[] | null;
  provenance?: string[] | null;
  finishedAt?: DateRange | null;
}

/** Turns a caller's filter into criteria. Throws a `RequestError` for an unknown slug or a reversed range. */
export function criteriaOf(filter: RunFilter, catalogue: Catalogue, argument = "where"): RunCriteria {
  const idsOf = (kind: "benchmarks" | "labs" | "hardware", slugs: string[], field: string) =>
    slugs.map((slug) => findBySlug(catalogue, kind, slug, `${argument}.${field}`).id);
  const criteria: RunCriteria = {};
  if (filter.benchmark) criteria.benchmarkIds = idsOf("benchmarks", [...new Set(filter.benchmark)], "benchmark");
  if (filter.lab) criteria.labIds = idsOf("labs", filter.lab, "lab");
  if (filter.hardware) criteria.hardwareIds = idsOf("hardware", filter.hardware, "hardware");
  if (filter.mode) criteria.modes = filter.mode;
  if (filter.runner) criteria.runners = filter.runner;
  if (filter.provenance) criteria.provenances = filter.provenance;
  const { from, to } = requireDateRange(filter.finishedAt, `${argument}.finishedAt`);
  if (from != null) criteria.finishedFrom = from;
  if (to != null) criteria.finishedTo = to;
  const models = pickModels(filter, catalogue, argument);
  if (models) criteria.modelIds = models.map((model) => model.id);
  return criteria;
}

/** The models that a filter asks for, or undefined where it asks nothing of them. */
function pickModels(filter: RunFilter, catalogue: Catalogue, argument: string): ModelRow[] | undefined {
  const named = filter.model?.map((slug) => findBySlug(catalogue, "models", slug, `${argument}.model`));
  const matches = modelMatcher(filter, argument);
  return matches ? (named ?? catalogue.models.all).filter(matches) : named;
}

/** The test that a filter puts models to, or undefined where it asks nothing. What a model doesn't state is no match. */
export function modelMatcher(filter: ModelFilter, argument = "where"): ((model: ModelRow) => boolean) | undefined {
  const tests: ((model: ModelRow) => boolean)[] = [];
  const { family, developer, architecture, openWeights } = filter;
  if (family) tests.push((model) => family.includes(model.family ?? ""));
  if (developer) tests.push((model) => developer.includes(model.developer ?? ""));
  if (architecture) tests.push((model) => architecture.includes(model.architecture ?? ""));
  if (openWeights != null) tests.push((model) => model.openWeights === openWeights);
  for (const field of ["totalParameters", "activeParameters"] as const) {
    const { min, max } = requireRange(filter[field], `${argument}.${field}`);
    if (min != null) tests.push((model) => model[field] !== null && model[field] >= min);
    if (max != null) tests.push((model) => model[field] !== null && model[field] <= max);
  }
  const { from, to } = requireDateRange(filter.releasedOn, `${argument}.releasedOn`);
  if (from != null) tests.push((model) => model.releasedOn !== null && model.releasedOn >= from);
  if (to != null) tests.push((model) => model.releasedOn !== null && model.releasedOn <= to);
  return tests.length > 0 ? (model) => tests.every((test) => test(model)) : undefined;
}
