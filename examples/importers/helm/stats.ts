import { Fields } from "paretograph/plugin";

/** The metrics of HELM that are a share of right answers. `exact_match@5` is right where any of five answers is. */
export const ACCURACY =
  /^(?:(?:quasi_)?(?:prefix_)?exact_match|final_number_exact_match|math_equiv(?:_chain_of_thought)?|chain_of_thought_correctness|ifeval_strict_accuracy|omni_math_accuracy|[a-z_]*accuracy)$/;

/** A statistic of HELM: of a metric on a split, and maybe of perturbed instances. */
export interface Stat {
  place: string;
  name: string;
  split: string;
  perturbed: boolean;
  /** The mean of an accuracy, as a share. */
  mean?: number;
  /** The mean of any metric. */
  raw?: number;
}

/** The statistics of a list, such as of `stats.json`. One with a count of 0 has no mean. */
export function statsOf(list: unknown, path: string): Stat[] {
  return (Array.isArray(list) ? list : []).map((value, i) => {
    const stat = new Fields(value, path, `[${i}]`);
    const name = stat.within("name");
    const metric = name?.label("name") ?? "";
    const split = name?.label("split") ?? "test";
    const perturbed = (name?.value("perturbation") ?? null) !== null || (name?.value("sub_split") ?? null) !== null;
    const isAccuracy = ACCURACY.test(metric) && !perturbed;
    return {
      place: stat.place(),
      name: metric,
      split,
      perturbed,
      mean: isAccuracy ? stat.share("mean") : undefined,
      raw: stat.number("mean"),
    };
  });
}
