import { type SQL, sql } from "drizzle-orm";
import type { Constraint } from "../../frontier/choice/constraint.ts";
import { type Direction, measuredOf, modelField, quotientOf } from "../../frontier/metrics.ts";
import type { Objective } from "../../frontier/objective.ts";
import type { Catalogue } from "../../store/catalogue.ts";
import { runStatement } from "../../store/database/statement.ts";
import { columnOf } from "../../store/filters/metricValue.ts";
import {
  conditionsOf,
  counted,
  hasMeasured,
  pooledResultsSuffice,
  shapeOf,
  valuesOf,
} from "../../store/filters/runCriteria.ts";
import type { Measures } from "../../store/measures.ts";
import { dollarsOfTokens, PRICES, priceValues } from "../../store/reading/joinedPrices.ts";
import { type Store, versionText } from "../../store/store.ts";
import type { Candidate, CandidateRequest, Candidates } from "../request/candidate.ts";
import { withQuotients } from "./quotients.ts";
import { priceJoin } from "./tokenPrices.ts";

/**
 * The candidates that meet a request, by one statement. With `undominatedOnly` and two objectives the database leaves
 * out most dominated candidates. The rows then hold the whole frontier and little else, so that the cost of reading them
 * does not grow with the number of candidates.
 */
export async function readStoredCandidates(
  store: Store,
  request: CandidateRequest,
  undominatedOnly: boolean,
): Promise<Candidates> {
  const { criteria, grain, objectives, constraints } = request;
  const catalogue = await store.catalogue();
  const prices = pricesFor(request, catalogue);
  const shape = ["candidates", grain, undominatedOnly, prices !== null, shapeOf(criteria), ...askedBy(request)].join(
    "|",
  );
  const limits = constraints.flatMap(({ min, max }, i) => [
    [`min${i}`, min],
    [`max${i}`, max],
  ]);
  const values = {
    ...valuesOf(criteria),
    benchmarks: criteria.benchmarkIds.length,
    ...prices,
    ...Object.fromEntries(limits),
  };
  const compose = () => candidateStatement(request, undominatedOnly, prices !== null);
  const rows = await runStatement(store, shape, compose, values);
  const withPrice = priceJoin(catalogue);
  return readRows(rows, objectives, (modelId, measures) =>
    withQuotients(withPrice(modelId, criteria.benchmarkIds[0]!, measures)),
  );
}

/** A candidate that does not compete, because it lacks a value or has one without a place on its axis. */
export interface NotCompeting extends Pick<Candidate, "modelId" | "mode" | "runId"> {
  /** The values in the order of the objectives; null where missing. */
  values: (number | null)[];
}

/** The candidates that match a request but do not compete. Constraints leave out others, which are not among them. */
export async function readNotCompeting(store: Store, request: CandidateRequest): Promise<NotCompeting[]> {
  const { criteria, grain } = request;
  const asked = { ...request, constraints: [] };
  const prices = pricesFor(asked, await store.catalogue());
  const shape = ["not competing", grain, prices !== null, shapeOf(criteria), ...askedBy(asked)].join("|");
  const values = { ...valuesOf(criteria), benchmarks: criteria.benchmarkIds.length, ...prices };
  const compose = () => {
    const { metrics, column, competes } = columnsOf(asked);
    return sql`select model_id, mode, run_id, ${list(asked.objectives.map(({ metric }) => column(metric)))}
      from (${matched(asked, metrics, prices !== null)}) m where not (${competes})`;
  };
  const rows = await runStatement(store, shape, compose, values);
  return rows.map(([modelId, mode, runId, ...own]) => ({
    modelId: modelId as number,
    mode: mode as string,
    runId: runId as number | null,
    values: own as (number | null)[],
  }));
}

/** The prices that hold now; null where a request asks for no cost, so that its statement does not join them. */
function pricesFor({ objectives, constraints }: CandidateRequest, catalogue: Catalogue) {
  const metrics = measuredOf([...objectives, ...constraints].map(({ metric }) => metric));
  return metrics.includes("cost") && catalogue.prices.byModel.size > 0 ? priceValues(catalogue) : null;
}

/** What a statement depends on beside its criteria. */
const askedBy = ({ objectives, constraints }: CandidateRequest) => [
  ...objectives.map(({ metric, direction, scale }) => `${metric} ${direction} ${scale}`),
  ...constraints.map(constraintShape),
];

/** The metrics that a request reads, their columns in `matched`, and the condition that a candidate competes. */
function columnsOf({ objectives, constraints }: CandidateRequest) {
  const metrics = measuredOf([...objectives, ...constraints].map(({ metric }) => metric));
  const measured = (metric: string) => sql.raw(`m${metrics.indexOf(metric)}`);
  const column = (metric: string): SQL => {
    const quotient = quotientOf(metric);
    return quotient ? sql`(${measured(quotient.of)} / nullif(${measured(quotient.by)}, 0))` : measured(metric);
  };
  const competes = all(
    objectives.flatMap(({ metric, scale }) => [
      sql`${column(metric)} is not null`,
      ...(scale === "log" ? [sql`${column(metric)} > 0`] : []),
    ]),
  );
  return { metrics, column, competes };
}

function candidateStatement(request: CandidateRequest, undominatedOnly: boolean, isPriced: boolean): SQL {
  const { objectives, constraints } = request;
  const { metrics, column, competes } = columnsOf(request);
  const allowed = constraints.flatMap(({ metric, min, max }, i) => [
    ...(min != null ? [sql`${column(metric)} >= ${sql.placeholder(`min${i}`)}::double precision`] : []),
    ...(max != null ? [sql`${column(metric)} <= ${sql.placeholder(`max${i}`)}::double precision`] : []),
  ]);
  const columns = list(objectives.map(({ metric }) => column(metric)));
  const extremes = list(objectives.map(({ metric }) => sql`min(${column(metric)}), max(${column(metric)})`));
  return sql`
    with matched as (${matched(request, metrics, isPriced)}),
    competing as (select * from matched where ${all([competes, ...allowed])}),
    totals as (
      select count(*), (select count(*) from matched where not (${competes})),
        ${versionOf(request.criteria)}, ${extremes} from competing
    ),
    read as (
      select model_id, mode, run_id, pools, ${undominatedOnly ? measuresInOneRow(request) : sql`null::jsonb`} as measures, ${columns}
      from ${undominatedOnly && objectives.length === 2 ? sql`(${undominated(objectives, column)}) c` : sql`competing c`}
    )
    select * from totals left join read on true`;
}

/** The digest of the version that is asked for, or else of the present one. */
const versionOf = ({ asOfDigest }: CandidateRequest["criteria"]): SQL =>
  asOfDigest === undefined ? sql`(select digest::text from data_version)` : sql`${sql.placeholder("asOfDigest")}::text`;

/** The measures of the candidate c. They are read here for the few candidates that are left, since a second statement would cost more. */
function measuresInOneRow({ criteria, grain }: CandidateRequest): SQL {
  if (grain === "RUN") return sql`(select r.measures from runs r where r.id = c.run_id)`;
  if (!pooledResultsSuffice(criteria) || criteria.benchmarkIds.length > 1) return sql`null::jsonb`;
  return sql`(
    select r.measures from pooled_results r
    where r.benchmark_id = ${sql.placeholder("benchmarkIds")} and r.model_id = c.model_id and r.mode = c.mode
      and r.pool = split_part(c.pools, ' ', 2))`;
}

/**
 * Reads the candidates in order of the second objective, the best value first, and keeps those that are at least as good
 * on the first objective as all before them. Candidates that tie with the best so far stay in, also dominated ones:
 * `paretoFrontier` decides about them.
 */
function undominated([first, second]: Objective[], column: (metric: string) => SQL): SQL {
  const [a, b] = [column(first!.metric), column(second!.metric)];
  const better = (direction: Direction) => sql.raw(direction === "MAXIMIZE" ? "desc" : "asc");
  const best = sql.raw(first!.direction === "MAXIMIZE" ? "max" : "min");
  const keeps = sql.raw(first!.direction === "MAXIMIZE" ? ">=" : "<=");
  return sql`
    select * from (
      select *, ${best}(${a}) over (order by ${b} ${better(second!.direction)}, ${a} ${better(first!.direction)}
        rows between unbounded preceding and current row) as best_so_far from competing
    ) walked where ${a} ${keeps} best_so_far`;
}

/**
 * A row for each candidate with its value of each metric. A value is null if the candidate lacks it. With `isPriced`, a cost
 * that is not stored follows from tokens and the price of the model.
 */
function matched(request: CandidateRequest, metrics: string[], isPriced: boolean): SQL {
  const { criteria, grain } = request;
  const { measured, ...others } = criteria;
  const where = all(conditionsOf(others));
  // Runs without what is asked stay, as a pool of their own without values, so that they are counted.
  const isWhole = measured && hasMeasured();
  const columnOrPrice = (metric: string) => (isPriced && metric === "cost" ? PRICED_COST : columnOf(metric));
  const known = (metric: string) =>
    isWhole ? sql`case when ${isWhole} then ${columnOrPrice(metric)} end` : columnOrPrice(metric);
  const prices = isPriced ? PRICES : sql``;
  /** Whether the cost is stored: such results are taken before those whose cost follows from a price. */
  const stated = (all: (column: SQL) => SQL) => (isPriced ? sql`, ${all(sql`(r.cost is not null)`)} as stated` : sql``);
  const named = (value: (column: SQL, metric: string) => SQL) =>
    list(metrics.map((metric, i) => sql`${value(known(metric), metric)} as ${sql.raw(`m${i}`)}`));
  if (grain === "RUN") {
    return sql`select r.model_id, r.mode, r.id as run_id, r.benchmark_id || ' ' || r.pool as pools, ${named((value) => value)}
      from runs r${prices} where ${counted(criteria)} and ${where}`;
  }
  const values = list(metrics.map((_, i) => sql.raw(`m${i}`)));
  const ofPooled = (condition: SQL) =>
    sql`select r.benchmark_id, r.model_id, r.mode, r.pool, r.protocol_id, r.weight, ${named((value) => value)}${stated((column) => column)}
      from pooled_results r${prices} where ${condition} and ${where}`;
  const perBenchmark = pooledResultsSuffice(criteria)
    ? sql`
      select model_id, mode, null::integer as run_id, benchmark_id || ' ' || pool as pools, ${values} from (${
        criteria.benchmarkIds.length > 1
          ? largest(ofPooled(sql`true`), request, metrics, isPriced)
          : sql`select benchmark_id, model_id, mode, pool, ${values} from (${ofPooled(sql`r.alone`)}) alone
              union all select * from (${largest(ofPooled(sql`not r.alone`), request, metrics, isPriced)}) of_several`
      }) pooled`
    : sql`
      select model_id, mode, null::integer as run_id, benchmark_id || ' ' || pool as pools, ${values} from (${largest(
        sql`select r.benchmark_id, r.model_id, r.mode, r.pool, min(r.protocol_id) as protocol_id, sum(r.weight) as weight, ${named(
          (value, metric) =>
            metric === "coverage" || modelField(metric) !== null
              ? sql`max(${value})`
              : sql`sum(r.weight * ${value}) / sum(r.weight) filter (where ${value} is not null)`,
        )}${stated((column) => sql`bool_and${column}`)}
        from runs r${prices} where ${counted(criteria)} and ${where}
        group by r.benchmark_id, r.model_id, r.mode, r.pool${isWhole ? sql`, ${isWhole}` : sql``}`,
        request,
        metrics,
        isPriced,
      )}) pooled`;
  if (criteria.benchmarkIds.length === 1) return perBenchmark;
  const mean = metrics.map((_, i) => {
    const m = sql.raw(`m${i}`);
    return sql`case when count(${m}) = ${sql.placeholder("benchmarks")} then avg(${m}) end as ${m}`;
  });
  return sql`select model_id, mode, null::integer as run_id, string_agg(pools, ',' order by pools) as pools, ${list(mean)}
    from (${perBenchmark}) b group by model_id, mode`;
}

/**
 * Of the pools of a model in a mode on a benchmark the one with most answers among those that have every objective's value.
 * Over several benchmarks first the protocol that reaches most of them, then the one with most answers over all of them:
 * a mean is over results that were asked and graded alike wherever that can be had. Ties are decided by the values, so that
 * every store decides them alike. With `isPriced`, those with a cost of their own come before all others.
 */
function largest(pools: SQL, { objectives, criteria }: CandidateRequest, metrics: string[], isPriced: boolean): SQL {
  const values = list(metrics.map((_, i) => sql.raw(`m${i}`)));
  const needed = measuredOf(objectives.map(({ metric }) => metric));
  const complete = all(needed.map((metric) => sql`${sql.raw(`m${metrics.indexOf(metric)}`)} is not null`));
  const chosen = (from: SQL, alike: SQL) => sql`
    select distinct on (benchmark_id, model_id, mode) benchmark_id, model_id, mode, pool, ${values} from (${from}) p
    order by benchmark_id, model_id, mode, (${complete}) desc, ${isPriced ? sql`stated desc,` : sql``} ${alike} weight desc, ${values}, pool`;
  if (criteria.benchmarkIds.length === 1) return chosen(pools, sql``);
  const alike = sql`partition by model_id, mode, (${complete}), coalesce(protocol_id, pool)`;
  // The two ranks of a benchmark, from either end, are together one more than the number of different benchmarks.
  const reach = sql`dense_rank() over (${alike} order by benchmark_id) + dense_rank() over (${alike} order by benchmark_id desc)`;
  return chosen(
    sql`select *, ${reach} as reach, sum(weight) over (${alike}) as answers from (${pools}) each`,
    sql`reach desc, answers desc, protocol_id,`,
  );
}

/** The stored cost of the row r, or the one that `pricedCost` gives. */
const PRICED_COST = sql`coalesce(r.cost, ${dollarsOfTokens(sql`r.prompt_tokens`, sql`r.output_tokens`)})`;

const all = (conditions: SQL[]) => (conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`);
const list = (parts: SQL[]) => sql.join(parts, sql`, `);
const constraintShape = ({ metric, min, max }: Constraint) => `${metric} ${min != null} ${max != null}`;

function readRows(
  rows: unknown[][],
  objectives: Objective[],
  whole: (modelId: number, measures: Measures) => Measures,
): Candidates {
  const [totals] = rows;
  const own = 3 + 2 * objectives.length;
  return {
    count: Number(totals![0]),
    incomplete: Number(totals![1]),
    leftOut: [],
    upperBounds: [],
    dataVersion: versionText(totals![2] as string),
    bounds: objectives.map(({ direction }, i) => {
      const [min, max] = [totals![3 + 2 * i] as number, totals![4 + 2 * i] as number];
      return direction === "MAXIMIZE" ? { worst: min, best: max } : { worst: max, best: min };
    }),
    rows: rows
      .filter((row) => row[own] !== null)
      .map((row) => ({
        modelId: row[own] as number,
        mode: row[own + 1] as string,
        runId: row[own + 2] as number | null,
        pools: (row[own + 3] as string).split(","),
        operatingPoint: null,
        measures: row[own + 4] === null ? null : whole(row[own] as number, row[own + 4] as Measures),
        values: row.slice(own + 5, own + 5 + objectives.length) as number[],
      })),
  };
}
