import { RequestError } from "../../errors/requestError.ts";
import { unknownValue } from "../../errors/unknownValue.ts";
import { type Catalogue, findByName, isNamed, type ModelRow, requireName } from "../catalogue.ts";
import { type DeclaredModelFilter, type DeclaredRunFilter, MODEL_FILTERS, RUN_FILTERS } from "../filterTable.ts";
import { type DateRange, endsOf, type FloatRange } from "./range.ts";
import type { RunCriteria } from "./runCriteria.ts";

interface Ranges {
  FloatRange: FloatRange;
  DateRange: DateRange;
  DateTimeRange: DateRange;
}

type ValueOf<Type extends string> = Type extends keyof Ranges
  ? Ranges[Type]
  : Type extends "Boolean"
    ? boolean
    : readonly string[];

type FilterOf<Declared extends { name: string; type: string }> = {
  [Filter in Declared as Filter["name"]]?: ValueOf<Filter["type"]> | null;
};

/** Conditions, and what to leave out of what meets them: whatever meets all the conditions of `not`. */
type Excluding<Conditions> = Conditions & { not?: Conditions | null };

/** A caller's filter of models. The values of a list are alternatives, and all fields must hold. */
export interface ModelFilter extends Excluding<ModelConditions> {}

/** A caller's filter of runs and of their models. */
export interface RunFilter extends Excluding<RunConditions> {
  /** An earlier version of the data, as 16 hexadecimal digits. The runs that counted then match. */
  dataVersion?: string | null;
  /** Metrics of runs with the ends between which their values lie. A run without a value does not match. */
  measures?: readonly MeasureRange[] | null;
}

/** A metric by its name with a range of its values. */
export interface MeasureRange extends FloatRange {
  metric: string;
}

export interface ModelConditions extends FilterOf<DeclaredModelFilter> {}

export interface RunConditions extends FilterOf<DeclaredModelFilter | DeclaredRunFilter> {}

/** Turns a caller's filter into criteria. Throws a `RequestError` for an unknown value or a reversed range. */
export function criteriaOf(filter: RunFilter, catalogue: Catalogue, argument = "where"): RunCriteria {
  const { not, dataVersion, measures, ...asked } = filter;
  const criteria: RunCriteria = conditionsIn(asked, catalogue, argument);
  if (not && Object.values(not).some((value) => value != null)) {
    const excluded = conditionsIn(not, catalogue, `${argument}.not`);
    // A range that is open at both ends asks nothing, and so leaves nothing out.
    if (Object.keys(excluded).length > 0) criteria.not = excluded;
  }
  const ranges = (measures ?? []).map((range, i) => rangeOf(range, catalogue, `${argument}.measures[${i}]`));
  if (ranges.length > 0) criteria.measures = ranges;
  if (dataVersion != null) criteria.asOfDigest = digestOfVersion(dataVersion, `${argument}.dataVersion`);
  return criteria;
}

function rangeOf({ metric, ...range }: MeasureRange, { metrics }: Catalogue, argument: string) {
  if (!metrics.find(metric)) {
    const known = metrics.list().map(({ name }) => name);
    throw unknownValue("UNKNOWN_METRIC", { argument: `${argument}.metric`, noun: "metric", value: metric, known });
  }
  const { low, high } = endsOf(range, argument);
  if (low !== null || high !== null) return { metric, min: low as number | null, max: high as number | null };
  throw new RequestError("BAD_RANGE", `${argument}: give min, max or both.`, argument);
}

/** The version as the signed number that PostgreSQL stores. */
function digestOfVersion(version: string, argument: string): string {
  if (/^[0-9a-f]{16}$/.test(version)) return BigInt.asIntN(64, BigInt(`0x${version}`)).toString();
  const message = `${argument}: "${version}" is no version of the data, which has 16 hexadecimal digits.`;
  throw new RequestError("BAD_VALUE", message, argument);
}

function conditionsIn(filter: RunConditions, catalogue: Catalogue, argument: string): RunCriteria {
  const criteria: Record<string, unknown> = {};
  for (const declared of RUN_FILTERS) {
    const { name, ofRun } = declared;
    const value = filter[name];
    if (value == null) continue;
    if (typeof value === "boolean") {
      criteria[`${ofRun}s`] = [value];
      continue;
    }
    if (!isList(value)) {
      const { low, high } = endsOf(value, `${argument}.${name}`);
      if (low !== null) criteria[`${ofRun}From`] = low;
      if (high !== null) criteria[`${ofRun}To`] = high;
      continue;
    }
    const alternatives = namedValues(catalogue, ofRun, [...new Set(value)], `${argument}.${name}`);
    criteria[`${ofRun}s`] =
      "slugsOf" in declared
        ? alternatives.map((slug) => findByName(catalogue, declared.slugsOf, slug, `${argument}.${name}`).id)
        : alternatives;
  }
  const picked: RunCriteria = criteria;
  const matches = testOfAll(filter, catalogue, argument);
  if (matches) {
    const { all, byId } = catalogue.models;
    const named = picked.modelIds?.map((id) => byId.get(id)!) ?? all;
    picked.modelIds = named.filter(matches).map(({ id }) => id);
  }
  return picked;
}

/** The values that texts name in a field whose values the catalogue knows, else the texts. Throws as `requireName`. */
function namedValues<Value>(
  catalogue: Catalogue,
  field: string,
  values: readonly Value[],
  argument: string,
): readonly Value[] {
  if (!isNamed(field)) return values;
  return values.map((value) => requireName(catalogue, field, value as string, argument) as Value);
}

/**
 * The test that models must pass, or undefined where the filter asks nothing. A value that is not stated is no match, and
 * so leaves nothing out. Throws a `RequestError` for an unknown value or a reversed range.
 */
export function modelMatcher(
  filter: ModelFilter,
  catalogue: Catalogue,
  argument = "where",
): ((model: ModelRow) => boolean) | undefined {
  const matches = testOfAll(filter, catalogue, argument);
  const excluded = filter.not ? testOfAll(filter.not, catalogue, `${argument}.not`) : undefined;
  return excluded ? (model) => (matches?.(model) ?? true) && !excluded(model) : matches;
}

/** The test that all conditions on models hold, or undefined without any. */
function testOfAll(
  conditions: ModelConditions,
  catalogue: Catalogue,
  argument: string,
): ((model: ModelRow) => boolean) | undefined {
  const tests = MODEL_FILTERS.flatMap(({ name, ofModel }) => {
    const given = conditions[name];
    const path = `${argument}.${name}`;
    const value = isList(given) ? namedValues(catalogue, ofModel, given, path) : given;
    const holds = value == null ? null : testOf(value, path);
    return holds ? [(model: ModelRow) => model[ofModel] !== null && holds(model[ofModel])] : [];
  });
  return tests.length > 0 ? (model) => tests.every((test) => test(model)) : undefined;
}

type Known = string | number | boolean;

/** The test of a value that is known; null where a range is open at both ends, which asks nothing. */
function testOf(value: boolean | readonly string[] | FloatRange | DateRange, argument: string) {
  if (typeof value === "boolean") return (own: Known) => own === value;
  if (isList(value)) return (own: Known) => value.includes(own as string);
  const { low, high } = endsOf(value, argument);
  if (low === null && high === null) return null;
  return (own: Known) => (low === null || own >= low) && (high === null || own <= high);
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}
