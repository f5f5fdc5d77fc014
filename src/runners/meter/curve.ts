/** A sum that grows with time and is known at the moments of readings, such as the joules of a GPU. */
export interface Curve {
  /** Adds a reading. A value that could not be read is null and leaves a gap, which a straight line bridges. */
  add(at: number, value: number | null): void;
  /** The increase between two moments; null where the readings do not reach both of them. */
  between(from: number, to: number): number | null;
  /** Whether the curve is known up to a moment by a later value, not only by one that stayed the same. */
  reaches(moment: number): boolean;
  /** Whether the sum has grown since the first reading. */
  readonly moves: boolean;
  /** The longest time in seconds that passed without a new value. */
  readonly longestGap: number;
}

/** A curve keeps at most this many points. Then every second one goes, so that a long run has points that are wider apart. */
const MOST_POINTS = 65_536;

/** The integral of a value over time, by trapezoids. */
export function integral(): Curve {
  return curve((before, after, seconds) => ((before + after) / 2) * seconds, false);
}

/**
 * The increase of a counter. The counter is known where it has changed: one that is renewed less often than it is read is
 * taken to grow evenly between its changes. A counter that fell by more than half has started anew from 0, as when the
 * driver was loaded again, and shows the increase since then; a smaller fall is a value that came late.
 */
export function counter(): Curve {
  return curve((before, after) => (after >= before ? after - before : after < before / 2 ? after : 0), true);
}

function curve(increase: (before: number, after: number, seconds: number) => number, onlyChanges: boolean): Curve {
  let times: number[] = [];
  let sums: number[] = [];
  let value = 0;
  let lastRead = 0;
  let longestGap = 0;

  const sumAt = (moment: number): number => {
    let [low, high] = [0, times.length - 1];
    if (moment >= times[high]!) return sums[high]!;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (times[middle]! <= moment) low = middle;
      else high = middle;
    }
    const share = (moment - times[low]!) / (times[high]! - times[low]!);
    return sums[low]! + share * (sums[high]! - sums[low]!);
  };
  return {
    add(at, next) {
      if (next === null) return;
      if (times.length > 0) {
        if (at <= lastRead) return;
        const since = at - times.at(-1)!;
        longestGap = Math.max(longestGap, since);
        const more = increase(value, next, since);
        if (!onlyChanges || more > 0) {
          times.push(at);
          sums.push(sums.at(-1)! + more);
          value = next;
        }
      } else {
        times.push(at);
        sums.push(0);
        value = next;
      }
      lastRead = at;
      if (times.length > MOST_POINTS) {
        const keeps = (_: unknown, i: number, { length }: number[]) => i % 2 === 0 || i === length - 1;
        [times, sums] = [times.filter(keeps), sums.filter(keeps)];
      }
    },
    between(from, to) {
      if (times.length === 0 || from < times[0]! || to > lastRead || to < from) return null;
      return sumAt(to) - sumAt(from);
    },
    reaches: (moment) => times.length > 0 && times.at(-1)! >= moment,
    get moves() {
      return sums.length > 1 && sums.at(-1)! > 0;
    },
    get longestGap() {
      return longestGap;
    },
  };
}
