/** What a row says of an answer: right, wrong, a part of right, or null where nobody could say. */
export type Verdict = boolean | number | null;

type Row = Readonly<Record<string, unknown>>;

/**
 * The ways in which NeMo-Skills grades an answer, by the names of its metrics, and how a row of its output states them
 * (`nemo_skills/evaluation/metrics`). Undefined where a row does not.
 */
const WAYS: Readonly<Record<string, (row: Row) => Verdict | undefined>> = {
  symbolic_correct: (row) => truthOf(row.symbolic_correct),
  judge_correct: (row) => (row.expected_judgement === undefined ? judgementOf(row.judgement) : undefined),
  correct_judgements: (row) => {
    const expected = judgementOf(row.expected_judgement);
    return expected === undefined ? undefined : judgementOf(row.judgement) === expected;
  },
  correct: (row) => letterOf(row.judgement),
  passing_base_tests: (row) => (row["is_correct-plus"] === undefined ? undefined : truthOf(row.is_correct)),
  passing_plus_tests: (row) => truthOf(row["is_correct-plus"]),
  accuracy: (row) =>
    truthOf(row["is_correct-plus"] === undefined ? row.is_correct : undefined) ??
    truthOf(Array.isArray(row.graded_list) ? row.graded_list[0] : undefined) ??
    truthOf(row.is_passed) ??
    truthOf(row.passed) ??
    (typeof row.seq_match_ratio === "number" ? row.seq_match_ratio : undefined),
  lean4_correct: (row) => (typeof row.proof_status === "string" ? row.proof_status === "completed" : undefined),
  prompt_strict_accuracy: (row) => followed(row.strict_eval),
  prompt_loose_accuracy: (row) => followed(row.loose_eval),
  issues_resolved: (row) => truthOf((row["swe-bench-metrics"] as Row | null | undefined)?.resolved),
  problem_accuracy: () => undefined,
};

/** The names of the metrics that are shares of right answers, in percent. */
export const ACCURACIES: readonly string[] = Object.keys(WAYS);

/** The verdicts of a row, by the names of the metrics. */
export function verdictsOf(row: Row): Map<string, Verdict> {
  const found = new Map<string, Verdict>();
  for (const [metric, read] of Object.entries(WAYS)) {
    const verdict = read(row);
    if (verdict !== undefined) found.set(metric, verdict);
  }
  return found;
}

const truthOf = (value: unknown) =>
  typeof value === "boolean" ? value : value === 0 || value === 1 ? value === 1 : undefined;

const followed = (evaluation: unknown) => truthOf((evaluation as Row | null | undefined)?.follow_all_instructions);

/** A judgement in words: `Judgement: Yes`, or `CORRECT`. One that says neither is no verdict. */
function judgementOf(judgement: unknown): boolean | null | undefined {
  if (typeof judgement !== "string" || letterOf(judgement) !== undefined) return undefined;
  const word = judgement.split("Judgement:").at(-1)!.trim().toLowerCase();
  if (/^(?:in)?correct\W*$/.test(word)) return word.startsWith("correct");
  if (!judgement.includes("Judgement:")) return null;
  return word.startsWith("yes") ? true : word.startsWith("no") ? false : null;
}

/** A judgement by a letter: A for right, B for wrong, C for no attempt. */
function letterOf(judgement: unknown): boolean | undefined {
  const letter = typeof judgement === "string" ? /^\W*([ABC])\W*$/.exec(judgement)?.[1] : undefined;
  return letter === undefined ? undefined : letter === "A";
}
