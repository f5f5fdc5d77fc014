/** Whether two answers are the same; `undecided` where no rule could tell, which is what a second pass is for. */
export type Verdict = "equal" | "unequal" | "undecided";

/** The verdict on a whole of parts that must all be equal. */
export function allOf(verdicts: Iterable<Verdict>): Verdict {
  let whole: Verdict = "equal";
  for (const verdict of verdicts) {
    if (verdict === "unequal") return "unequal";
    if (verdict === "undecided") whole = "undecided";
  }
  return whole;
}
