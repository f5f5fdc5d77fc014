import type { BenchmarkRow, Catalogue, LabRow } from "../store/catalogue.ts";
import type { RunWay } from "../store/reading/runWays.ts";
import { type ModelInMode, modeKey } from "./request/candidate.ts";

export type WarningCode =
  | "MIXED_LABS"
  | "MIXED_PROTOCOLS"
  | "MIXED_GRADERS"
  | "MIXED_TOKEN_COUNTERS"
  | "PARTIAL"
  | "NOT_ABOVE_CHANCE"
  | "OTHER_PRECISION"
  | "LOADING";

/** What a reader must know before comparing candidates. */
export interface WarningRow {
  code: WarningCode;
  /** Whole sentences. */
  message: string;
  /** The candidates that it is about: of a mixture those that are unlike most others, or all where none are most. */
  candidates: ModelInMode[];
}

/** How a candidate came about on a benchmark. */
export interface CandidateWay extends ModelInMode {
  benchmarkId: number;
  way: RunWay;
}

interface Mixture {
  code: WarningCode;
  /** What the candidates differ in, in the plural. */
  what: string;
  /** What it means that they differ, and what to do about it. */
  advice: string;
  valuesOf(way: RunWay, catalogue: Pick<Catalogue, "labs">): string[];
}

const MIXTURES: Mixture[] = [
  {
    code: "MIXED_LABS",
    what: "labs",
    advice: "Labs differ in ways that they do not state. Filter by lab to compare like with like.",
    valuesOf: ({ labIds }, { labs }) =>
      labIds.map((id) => (labs.byId.get(id) as LabRow | undefined)?.slug ?? "unknown"),
  },
  {
    code: "MIXED_PROTOCOLS",
    what: "protocols",
    advice:
      "They were asked or graded differently: prompt, shots, extraction, grader or sampling. Filter by protocol to compare like with like.",
    valuesOf: ({ protocolIds }) => protocolIds.map((id) => id ?? "unknown"),
  },
  {
    code: "MIXED_GRADERS",
    what: "graders",
    advice: "The same answer can be right for one and wrong for another. Filter by grader to compare like with like.",
    valuesOf: ({ graders }) => graders.map((grader) => grader ?? "unknown"),
  },
  {
    code: "MIXED_TOKEN_COUNTERS",
    what: "ways of counting tokens",
    advice: "Their tokens, and the compute that follows from them, are on different scales.",
    valuesOf: ({ tokenCounters }) => tokenCounters.map((counter) => counter ?? "by the engine or provider"),
  },
];

/** So many values are named in a sentence. */
const NAMED = 5;

/** A warning for each thing in which candidates on the same benchmark differ, and which may not be comparable. */
export function mixtureWarnings(ways: readonly CandidateWay[], catalogue: Pick<Catalogue, "labs" | "benchmarks">) {
  const byBenchmark = [...Map.groupBy(ways, ({ benchmarkId }) => benchmarkId)];
  return MIXTURES.flatMap((mixture): WarningRow[] => {
    const mixed = byBenchmark.flatMap(([benchmarkId, own]) => {
      const candidatesOf = groupsOf(own, ({ way }) => mixture.valuesOf(way, catalogue));
      return candidatesOf.length > 1 ? [{ benchmark: catalogue.benchmarks.byId.get(benchmarkId), candidatesOf }] : [];
    });
    if (mixed.length === 0) return [];
    const message = `${mixed.map((one) => sentence(mixture, one)).join(" ")} ${mixture.advice}`;
    const candidates = distinct(mixed.flatMap(({ candidatesOf }) => unlikeMost(candidatesOf)));
    return [{ code: mixture.code, message, candidates }];
  });
}

type Groups = [value: string, candidates: ModelInMode[]][];

/** The candidates by value, the values of most candidates first. A candidate of several values is in each group. */
function groupsOf(ways: readonly CandidateWay[], valuesOf: (way: CandidateWay) => string[]): Groups {
  const groups = new Map<string, ModelInMode[]>();
  for (const one of ways) {
    for (const value of valuesOf(one)) groups.set(value, [...(groups.get(value) ?? []), one]);
  }
  return [...groups]
    .map(([value, candidates]): Groups[number] => [value, distinct(candidates)])
    .sort(([one, a], [other, b]) => b.length - a.length || (one < other ? -1 : 1));
}

function unlikeMost([most, ...others]: Groups): ModelInMode[] {
  const isMost = others.every(([, candidates]) => candidates.length < most![1].length);
  return (isMost ? others : [most!, ...others]).flatMap(([, candidates]) => candidates);
}

function sentence(
  { what }: Mixture,
  { benchmark, candidatesOf }: { benchmark: BenchmarkRow | undefined; candidatesOf: Groups },
) {
  const named = candidatesOf.slice(0, NAMED).map(([value, candidates]) => `${value} (${candidates.length})`);
  const more = candidatesOf.length > NAMED ? " and others" : "";
  return `On ${benchmark?.slug ?? "a benchmark"} the candidates come from ${candidatesOf.length} ${what}: ${named.join(", ")}${more}.`;
}

/** Each model in a mode once. */
export function distinct(candidates: readonly ModelInMode[]): ModelInMode[] {
  return [...new Map(candidates.map(({ modelId, mode }) => [modeKey({ modelId, mode }), { modelId, mode }])).values()];
}
