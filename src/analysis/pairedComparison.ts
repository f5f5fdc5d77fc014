import { RequestError } from "../errors/requestError.ts";
import {
  type PairedAccuracy,
  type PairedDifference,
  pairedAccuracy,
  pairedCost,
} from "../frontier/studies/pairedDifference.ts";
import { type AnswersOfPool, readAnswersByPool } from "../store/reading/answersByPool.ts";
import { readArchitectures } from "../store/reading/architectures.ts";
import { readExperiments } from "../store/reading/experiments.ts";
import type { RunWay } from "../store/reading/runWays.ts";
import type { Store } from "../store/store.ts";
import { oncePerVersion } from "../store/versionedCache.ts";
import { typicalPromptTokens } from "./candidates/typicalPrompt.ts";
import { flopsAtCap } from "./operatingPoints/operatingCurve.ts";
import { figuresByProblem, type SideOfProblem } from "./pairedFigures.ts";
import { type PricedPool, pricedPool } from "./pairedPrices.ts";
import type { ComparedSide, PairedRequest } from "./request/pairedRequest.ts";

/** A side as it was compared. */
export interface ComparedRow {
  modelId: number;
  mode: string;
  tokenCap: number | null;
  votes: number | null;
  /** The number of its graded answers to the problems that both answered. */
  answerCount: number;
  /** The number of problems that only this side answered. They are left out. */
  onlyHere: number;
  way: RunWay;
}

/** A problem on which the two differ, with the mean score of each side, between 0 and 1. */
export interface DifferingProblem {
  problemId: string;
  a: number;
  b: number;
}

/** The difference of a cost, with a note where a price made it of tokens. */
export type PairedCost = PairedDifference & { metric: string; note: string | null };

export interface PairedComparisonRow {
  benchmarkId: number;
  a: ComparedRow;
  b: ComparedRow;
  accuracy: PairedAccuracy;
  /** The costs that are known of answers of both, by metric. */
  costs: PairedCost[];
  /** The problems on which they differ, those first that differ most. */
  differing: DifferingProblem[];
  dataVersion: string;
}

/**
 * Compares two models, modes or operating points on the problems of a benchmark that both answered. Of several experiments
 * the two that share most problems are taken, where such that were asked alike count twice. Throws `UNKNOWN_VALUE` or
 * `NOTHING_TO_COMPARE`.
 */
export function readPairedComparison(store: Store, request: PairedRequest): Promise<PairedComparisonRow> {
  const { a, b, benchmark, criteria } = request;
  const asked = [a, b].map(({ model, mode, tokenCap, votes }) => [model.id, mode, tokenCap, votes]);
  return oncePerVersion(store, "paired comparison", [asked, benchmark.id, criteria], () => compare(store, request));
}

async function compare(store: Store, request: PairedRequest): Promise<PairedComparisonRow> {
  const { benchmark } = request;
  const dataVersion = store.version();
  const catalogue = await store.catalogue();
  const [a, b] = await Promise.all([readSide(store, request, request.a), readSide(store, request, request.b)]);
  const likest = likestPair(a.pools, b.pools);
  const typicalPrompt = typicalPromptTokens(catalogue, [benchmark.id]);
  const [ofA, ofB] = likest.map((pool, i) => pricedPool(pool, [a, b][i]!.side.model.id, catalogue, typicalPrompt)) as [
    PricedPool,
    PricedPool,
  ];
  const shared = [...ofA.byProblem.keys()].filter((problem) => ofB.byProblem.has(problem)).sort();
  if (shared.length === 0) {
    const message = `b: no problem of ${benchmark.slug} was answered by both ${a.name} and ${b.name}.`;
    throw new RequestError("NOTHING_TO_COMPARE", message, "b");
  }
  const architectures = await readArchitectures(store, [request.a.model.id, request.b.model.id]);
  const figuresOf = (side: ComparedSide, pool: PricedPool) => {
    const known = architectures.get(side.model.id);
    const flops = known && flopsAtCap(known, typicalPrompt);
    return figuresByProblem(side, new Map(shared.map((problem) => [problem, pool.byProblem.get(problem)!])), {
      flops: flops ? (answer, tokens) => flops(answer as never, tokens).flops! : null,
      dollars: pool.dollars,
    });
  };
  const [left, right] = [figuresOf(request.a, ofA), figuresOf(request.b, ofB)];
  const pairs = shared.map((problem) => [left.get(problem)!, right.get(problem)!] as const);
  const rowOf = ({ side, mode }: ReadSide, pool: Pool): ComparedRow => ({
    ...{ modelId: side.model.id, mode, tokenCap: side.tokenCap, votes: side.votes, way: pool.way },
    answerCount: shared.reduce((sum, problem) => sum + pool.byProblem.get(problem)!.length, 0),
    onlyHere: pool.byProblem.size - shared.length,
  });
  const [rowOfA, rowOfB] = [rowOf(a, ofA), rowOf(b, ofB)];
  return {
    ...{ benchmarkId: benchmark.id, a: rowOfA, b: rowOfB, dataVersion },
    ...differencesOf(pairs, Math.min(rowOfA.answerCount, rowOfB.answerCount), [ofA.note, ofB.note]),
    differing: shared
      .map((problemId, i) => ({ problemId, a: pairs[i]![0].score, b: pairs[i]![1].score }))
      .filter((problem) => problem.a !== problem.b)
      .sort((one, other) => Math.abs(other.a - other.b) - Math.abs(one.a - one.b)),
  };
}

/** The differences of two sides on the same problems. */
export type Differences = Pick<PairedComparisonRow, "accuracy" | "costs">;

/**
 * The difference of the accuracies, and of every cost that both sides know.
 *
 * @param pairs the figures of both sides on each problem, of which there is one at least.
 * @param answers the number of answers of the side that has fewer.
 * @param prices the prices that gave dollars to the tokens of either side.
 */
export function differencesOf(
  pairs: readonly (readonly [SideOfProblem, SideOfProblem])[],
  answers: number,
  prices: readonly (string | null)[] = [],
): Differences {
  const scores = pairs.map(([one, other]) => ({ a: one.score, b: other.score }));
  const metrics = Object.keys(Object.assign({}, ...pairs.map(([one]) => one.costs)));
  return {
    accuracy: pairedAccuracy(scores, answers)!,
    costs: metrics.flatMap((metric) => {
      const known = pairs.flatMap(([{ costs: one }, { costs: other }]) =>
        one[metric] === undefined || other[metric] === undefined ? [] : [{ a: one[metric], b: other[metric] }],
      );
      const difference = pairedCost(known);
      const notes = metric === "cost" ? prices.filter((price) => price !== null) : [];
      return difference ? [{ metric, ...difference, note: notes.length > 0 ? notes.join("; ") : null }] : [];
    }),
  };
}

/** The answers of a model in a mode in one experiment, by problem. */
export type Pool = Pick<PricedPool, "way" | "byProblem">;

interface ReadSide {
  side: ComparedSide;
  mode: string;
  /** The model and the mode in words. */
  name: string;
  pools: Pool[];
}

async function readSide(store: Store, { benchmark, criteria }: PairedRequest, side: ComparedSide): Promise<ReadSide> {
  const { model, argument } = side;
  const own = { ...criteria, modelIds: [model.id], benchmarkIds: [benchmark.id] };
  const mode = modeOf(side, new Set((await readExperiments(store, own)).map((one) => one.mode)), benchmark.slug);
  const pools = await readAnswersByPool(store, { ...own, modes: [mode] });
  const name = `${model.slug} (${mode})`;
  if (pools.length > 0) return { side, mode, name, pools: pools.map(byProblem) };
  const message = `${argument}: no single answers of ${name} on ${benchmark.slug} are stored, only a total or nothing.`;
  throw new RequestError("NOTHING_TO_COMPARE", message, argument);
}

export const byProblem = ({ way, answers }: AnswersOfPool): Pool => ({
  way,
  byProblem: Map.groupBy(answers, ({ problem }) => problem),
});

/** The mode that is asked, else the only one, else `default`. Throws if that leaves it open, or the store has no such mode. */
function modeOf({ model, mode, argument }: ComparedSide, modes: Set<string>, benchmark: string): string {
  if (modes.size === 0) {
    const message = `${argument}.model: no results of ${model.slug} on ${benchmark} match.`;
    throw new RequestError("NOTHING_TO_COMPARE", message, `${argument}.model`);
  }
  const chosen = mode ?? (modes.size === 1 ? [...modes][0]! : "default");
  if (modes.has(chosen)) return chosen;
  const known = `On ${benchmark} it has results in: ${[...modes].sort().join(", ")}.`;
  const what = mode === null ? `name a mode of ${model.slug}` : `${model.slug} has no results in a mode "${mode}"`;
  throw new RequestError("UNKNOWN_VALUE", `${argument}.mode: ${what}. ${known}`, `${argument}.mode`);
}

/** The pools of the two sides that share most problems. Problems of pools that were asked alike count twice. */
export function likestPair(ofA: readonly Pool[], ofB: readonly Pool[]): [Pool, Pool] {
  const pairs = ofA.flatMap((a) =>
    ofB.map((b) => ({ a, b, weight: sharedCount(a, b) * (areAskedAlike(a, b) ? 2 : 1) })),
  );
  const { a, b } = pairs.reduce((best, pair) => (pair.weight > best.weight ? pair : best));
  return [a, b];
}

const sharedCount = (a: Pool, b: Pool) => [...a.byProblem.keys()].filter((problem) => b.byProblem.has(problem)).length;

function areAskedAlike({ way: a }: Pool, { way: b }: Pool): boolean {
  const [one, other] = [a, b].map(({ protocolIds, labIds }) =>
    JSON.stringify(protocolIds.includes(null) ? [null, labIds] : [protocolIds]),
  );
  return one === other;
}
