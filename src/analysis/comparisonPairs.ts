import { readAnswersByPool } from "../store/reading/answersByPool.ts";
import { readExperiments } from "../store/reading/experiments.ts";
import type { Store } from "../store/store.ts";
import { oncePerVersion } from "../store/versionedCache.ts";
import type { ComparisonRow } from "./comparison.ts";
import { type ComparisonKey, RUN_COLUMNS } from "./comparisonGroups.ts";
import { byProblem, type Differences, differencesOf, likestPair, type Pool } from "./pairedComparison.ts";
import { figuresByProblem } from "./pairedFigures.ts";

/** One of the two groups that a pair compares. */
export interface PairSide {
  /** The key of the group. */
  key: string;
  mode: string;
}

/** The same model on the same benchmark in two groups. */
export interface ComparisonPair {
  benchmarkId: number;
  modelId: number;
  a: PairSide;
  b: PairSide;
  /** The number of problems that both answered. */
  problemCount: number;
  /** The differences over those problems; null where there are none. */
  differences: Differences | null;
  /** Why there are none, as a sentence. */
  reason: string | null;
}

export interface ComparisonPairs {
  /** The number of all pairs. */
  count: number;
  /** The first of them. */
  pairs: ComparisonPair[];
}

/** The most pairs whose answers are read. */
const MOST_PAIRS = 50;

/**
 * The models that were served in more than one way: each pair of groups that has the same model in the same mode, compared
 * on the problems that both answered. What a mode says of the groups' own key does not tell it apart: `high` and `low` are the
 * same mode where groups differ by effort. There are no pairs where the key is a property of models.
 */
export function readComparisonPairs(
  store: Store,
  by: ComparisonKey,
  groups: ComparisonRow["groupRequests"],
): Promise<ComparisonPairs> {
  if (!(by in RUN_COLUMNS)) return Promise.resolve({ count: 0, pairs: [] });
  return oncePerVersion(store, "comparison pairs", [by, groups], () => comparePairs(store, groups));
}

async function comparePairs(store: Store, groups: ComparisonRow["groupRequests"]): Promise<ComparisonPairs> {
  const { models } = await store.catalogue();
  const found = (
    await Promise.all(
      groups.map(async ({ key, request: { criteria } }) => {
        const experiments = await readExperiments(store, criteria);
        const served = Map.groupBy(
          experiments,
          ({ benchmarkId, modelId, mode }) => `${benchmarkId} ${modelId} ${mode}`,
        );
        return [...served.values()]
          .map(([first]) => first!)
          .map(({ benchmarkId, modelId, mode }) => ({
            ...{ key, criteria, benchmarkId, modelId, mode },
            name: JSON.stringify([benchmarkId, models.byId.get(modelId)?.slug, restOfMode(mode, key)]),
          }));
      }),
    )
  ).flat();
  const all = [...Map.groupBy(found, ({ name }) => name)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, sides]) => sides.flatMap((a, i) => sides.slice(i + 1).map((b) => [a, b] as const)))
    .filter(([a, b]) => a.key !== b.key);

  const read = new Map<string, Promise<Pool[]>>();
  const poolsOf = ({ key, criteria, benchmarkId, modelId, mode }: (typeof found)[number]) => {
    const name = JSON.stringify([key, benchmarkId, modelId, mode]);
    const own = { ...criteria, benchmarkIds: [benchmarkId], modelIds: [modelId], modes: [mode] };
    const pools = read.get(name) ?? readAnswersByPool(store, own).then((answers) => answers.map(byProblem));
    read.set(name, pools);
    return pools;
  };
  const pairs = await Promise.all(
    all.slice(0, MOST_PAIRS).map(
      async ([a, b]): Promise<ComparisonPair> => ({
        ...{ benchmarkId: a.benchmarkId, modelId: a.modelId },
        a: { key: a.key, mode: a.mode },
        b: { key: b.key, mode: b.mode },
        ...comparePools(await poolsOf(a), await poolsOf(b)),
      }),
    ),
  );
  return { count: all.length, pairs };
}

type Outcome = Pick<ComparisonPair, "problemCount" | "differences" | "reason">;

function comparePools(ofA: readonly Pool[], ofB: readonly Pool[]): Outcome {
  if (ofA.length === 0 || ofB.length === 0) {
    const side = ofA.length > 0 ? "the second" : ofB.length > 0 ? "the first" : "either side";
    return unpaired(`No single answers of ${side} are stored, only a total.`);
  }
  const [a, b] = likestPair(ofA, ofB);
  const shared = [...a.byProblem.keys()].filter((problem) => b.byProblem.has(problem)).sort();
  if (shared.length === 0) return unpaired("No problem was answered by both.");
  const figures = [a, b].map((pool) => {
    const own = new Map(shared.map((problem) => [problem, pool.byProblem.get(problem)!]));
    return figuresByProblem({ tokenCap: null, votes: null, argument: "by" }, own, { flops: null, dollars: null });
  });
  const answers = [a, b].map((pool) => shared.reduce((sum, problem) => sum + pool.byProblem.get(problem)!.length, 0));
  const pairs = shared.map((problem) => [figures[0]!.get(problem)!, figures[1]!.get(problem)!] as const);
  return { problemCount: shared.length, differences: differencesOf(pairs, Math.min(...answers)), reason: null };
}

const unpaired = (reason: string): Outcome => ({ problemCount: 0, differences: null, reason });

/** The mode without the part that says what the key of the group says: `high+python` of the group `high` is `python`. */
function restOfMode(mode: string, key: string): string {
  return mode
    .split("+")
    .filter((part) => part.toLowerCase() !== key)
    .join("+");
}
