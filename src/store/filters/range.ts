import { RequestError } from "../../errors/requestError.ts";

/** A range of numbers that includes both ends. A missing end leaves it open. */
export interface FloatRange {
  min?: number | null;
  max?: number | null;
}

/** A range of dates, or of instants in UTC, as texts: they sort in the order of time. */
export interface DateRange {
  from?: string | null;
  to?: string | null;
}

/** The range, empty where none was given. Throws `BAD_RANGE` where its lower end lies above its upper end. */
export function requireRange(range: FloatRange | null | undefined, argument: string): FloatRange {
  endsOf(range ?? {}, argument);
  return range ?? {};
}

/** The ends of a range, null where it is open. Throws `BAD_RANGE` where the lower end lies above the upper end. */
export function endsOf<Range extends FloatRange | DateRange>(range: Range, argument: string) {
  const { min, max, from, to } = range as FloatRange & DateRange;
  const [low, high] = [min ?? from ?? null, max ?? to ?? null];
  if (low !== null && high !== null && low > high) {
    throw new RequestError(
      "BAD_RANGE",
      `${argument}: the lower end ${low} lies above the upper end ${high}.`,
      argument,
    );
  }
  return { low, high };
}
