/** Whether two answers are the same. It is `undecided` where no rule can tell, so that a judge model may. */
export type Verdict = "equal" | "unequal" | "undecided";

/** Returns the verdict on two answers whose parts must all be equal, from the verdicts on the parts. */
export function allOf(verdicts: Iterable<Verdict>): Verdict {
  let whole: Verdict = "equal";
  for (const verdict of verdicts) {
    if (verdict === "unequal") return "unequal";
    if (verdict === "undecided") whole = "undecided";
  }
  return whole;
}
