import { METRICS, quotientOf } from "../../frontier/metrics.ts";
import type { Measures, StoredMeasure } from "../../store/measures.ts";

/** The metrics that follow from two others. */
const QUOTIENTS = METRICS.flatMap(({ name }) => {
  const quotient = quotientOf(name);
  return quotient ? [{ name, ...quotient }] : [];
});

/**
 * The measures together with those that are quotients of two of them. A quotient by 0 has no value and is left out, so
 * that none is infinite.
 */
export function withQuotients(measures: Measures): Measures {
  const added = QUOTIENTS.flatMap(({ name, of, by }) => {
    const [above, below] = [measures[of], measures[by]];
    return above && below && below.value > 0 ? [[name, quotient(above, below)] as const] : [];
  });
  return { ...measures, ...Object.fromEntries(added) };
}

/**
 * The distances from a quotient to the ends of its interval, as logarithms, add by squares, as if both errors were
 * independent. There is no interval if one of the two has none or one that begins at 0.
 */
function quotient(above: StoredMeasure, below: StoredMeasure): StoredMeasure {
  const value = above.value / below.value;
  const result: StoredMeasure = { value };
  const ends = [above.low, above.high, below.low, below.high];
  if (ends.every((end) => end !== undefined && end > 0)) {
    const [lowAbove, highAbove, lowBelow, highBelow] = ends as number[];
    result.low = value * Math.exp(-Math.hypot(Math.log(above.value / lowAbove!), Math.log(highBelow! / below.value)));
    result.high = value * Math.exp(Math.hypot(Math.log(highAbove! / above.value), Math.log(below.value / lowBelow!)));
  }
  if (above.estimated || below.estimated) result.estimated = true;
  const notes = new Set([above.note, below.note].filter((note) => note !== undefined));
  if (notes.size > 0) result.note = [...notes].join(" | ");
  return result;
}
