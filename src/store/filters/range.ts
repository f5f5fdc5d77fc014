import { RequestError } from "../../errors/requestError.ts";

/** Both ends belong to the range; a missing end leaves it open. */
export interface FloatRange {
  min?: number | null;
  max?: number | null;
}

/** The same of dates, or of instants in UTC: their text sorts as they do. */
export interface DateRange {
  from?: string | null;
  to?: string | null;
}

/** The range, empty where none was given. Throws `BAD_RANGE` where its lower end lies above its upper end. */
export function requireRange(range: FloatRange | null | undefined, argument: string): FloatRange {
  requireOrder(range?.min, range?.max, argument);
  return range ?? {};
}

/** The same for dates. */
export function requireDateRange(range: DateRange | null | undefined, argument: string): DateRange {
  requireOrder(range?.from, range?.to, argument);
  return range ?? {};
}

function requireOrder<T>(low: T | null | undefined, high: T | null | undefined, argument: string): void {
  if (low != null && high != null && low > high) {
    throw new RequestError(
      "BAD_RANGE",
      `${argument}: the lower end ${low} lies above the upper end ${high}.`,
      argument,
    );
  }
}
