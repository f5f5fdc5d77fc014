import { type SQL, sql } from "drizzle-orm";
import { RequestError } from "../errors/requestError.ts";
import type { Catalogue, ModelRow } from "../store/catalogue.ts";
import { runStatement } from "../store/database/statement.ts";
import { conditionsOf, counted, type RunCriteria, shapeOf, valuesOf } from "../store/filters/runCriteria.ts";
import type { Store } from "../store/store.ts";
import { readCandidates } from "./readCandidates.ts";
import { type Candidate, candidateKey } from "./request/candidate.ts";
import type { FrontierRequest } from "./request/frontierRequest.ts";

/** The value of each key for a candidate, or null if a key is a property of runs and not of models. */
const COMPARISON_KEYS = {
  ARCHITECTURE: (model: ModelRow) => model.architecture,
  FAMILY: (model: ModelRow) => model.family,
  DEVELOPER: (model: ModelRow) => model.developer,
  WEIGHTS: (model: ModelRow) => (model.openWeights ? "open" : "closed"),
  MODEL: (model: ModelRow) => model.slug,
  MODE: (_: ModelRow, candidate: Candidate) => candidate.mode,
  LAB: null,
  RUNNER: null,
  HARDWARE: null,
  PROVIDER: null,
  PRECISION: null,
  ENGINE: null,
  EFFORT: null,
} as const;

export type ComparisonKey = keyof typeof COMPARISON_KEYS;

export interface CandidateGroup {
  key: string;
  /** The request that the group's candidates meet. */
  request: FrontierRequest;
  candidates: Candidate[];
}

interface Groups {
  groups: CandidateGroup[];
  /** The candidates that have no value of the key. */
  ungrouped: Candidate[];
  dataVersion: string;
}

/** The most groups that are compared. More would mean tables of single points, and a query for each group. */
const MOST_GROUPS = 500;

/** The candidates of a request in groups, in the order of their keys. Throws `BAD_GRAIN` if there are too many groups. */
export async function readGroups(store: Store, request: FrontierRequest, by: ComparisonKey): Promise<Groups> {
  const read = COMPARISON_KEYS[by] ? await byModel(store, request, by) : await byRun(store, request, by);
  if (read.groups.length > MOST_GROUPS) {
    const message = `by: ${by} makes ${read.groups.length} groups here; ${MOST_GROUPS} are compared at most. Narrow \`where\`.`;
    throw new RequestError("BAD_GRAIN", message, "by");
  }
  return { ...read, groups: read.groups.sort((a, b) => (a.key < b.key ? -1 : 1)) };
}

async function byModel(store: Store, request: FrontierRequest, by: ComparisonKey): Promise<Groups> {
  const { models } = await store.catalogue();
  const { rows, dataVersion } = await readCandidates(store, request, false);
  const keyOf = (candidate: Candidate) => {
    const model = models.byId.get(candidate.modelId);
    return model ? (COMPARISON_KEYS[by]!(model, candidate) ?? null) : null;
  };
  const grouped = Map.groupBy(rows, keyOf);
  const groups = [...grouped].flatMap(([key, candidates]) => (key === null ? [] : [{ key, request, candidates }]));
  return { groups, ungrouped: grouped.get(null) ?? [], dataVersion };
}

/** Reads the candidates of each value of a property of runs by a request of its own, so that the runs of a model are pooled within it. */
async function byRun(store: Store, request: FrontierRequest, by: ComparisonKey): Promise<Groups> {
  const catalogue = await store.catalogue();
  const keys = await readKeys(store, request.criteria, by, catalogue);
  const [all, ...read] = await Promise.all([
    readCandidates(store, request, false),
    ...keys.slice(0, MOST_GROUPS + 1).map(async ({ key, criteria }) => {
      const narrowed = { ...request, criteria: { ...request.criteria, ...criteria } };
      return { key, request: narrowed, ...(await readCandidates(store, narrowed, false)) };
    }),
  ]);
  const grouped = new Set(read.flatMap(({ rows }) => rows.map(candidateKey)));
  return {
    groups: read
      .filter(({ rows }) => rows.length > 0)
      .map(({ key, request, rows }) => ({ key, request, candidates: rows })),
    ungrouped: all.rows.filter((candidate) => !grouped.has(candidateKey(candidate))),
    dataVersion: all.dataVersion,
  };
}

/** The columns of the keys that are properties of runs: one model can have runs of several of their values. */
export const RUN_COLUMNS = {
  LAB: sql`r.lab_id`,
  RUNNER: sql`r.runner`,
  HARDWARE: sql`r.hardware_id`,
  PROVIDER: sql`r.provider`,
  PRECISION: sql`r.precision`,
  ENGINE: sql`r.engine`,
  EFFORT: sql`r.effort`,
} as const satisfies Record<string, SQL>;

/** The keys whose values are texts of runs, with the criteria that ask for them. */
const TEXTS = {
  RUNNER: "runners",
  PROVIDER: "providers",
  PRECISION: "precisions",
  ENGINE: "engines",
  EFFORT: "efforts",
} as const satisfies Partial<Record<ComparisonKey, keyof RunCriteria>>;

/** The values of a property of the runs, each with criteria that only its runs meet. */
async function readKeys(
  store: Store,
  criteria: RunCriteria,
  by: ComparisonKey,
  { labs, hardware }: Catalogue,
): Promise<{ key: string; criteria: RunCriteria }[]> {
  const column = RUN_COLUMNS[by as keyof typeof RUN_COLUMNS];
  const conditions = sql.join([counted(criteria), ...conditionsOf(criteria)], sql` and `);
  const compose = () => sql`select distinct ${column} from runs r where ${conditions} and ${column} is not null`;
  const rows = await runStatement(store, `keys|${by}|${shapeOf(criteria)}`, compose, valuesOf(criteria));
  return rows.flatMap(([value]): { key: string; criteria: RunCriteria }[] => {
    if (by in TEXTS)
      return [{ key: value as string, criteria: { [TEXTS[by as keyof typeof TEXTS]]: [value as string] } }];
    const id = value as number;
    const key = (by === "LAB" ? labs : hardware).byId.get(id)?.slug;
    return key === undefined ? [] : [{ key, criteria: by === "LAB" ? { labIds: [id] } : { hardwareIds: [id] } }];
  });
}
