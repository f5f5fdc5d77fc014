/** What a plan needs to know of the lengths of a model's answers, in tokens: the moments of their distribution. */
export interface LengthMoments {
  mean: number;
  /** The means of the squares and of the cubes. */
  square: number;
  cube: number;
  /** The longest that was seen; null where only the mean and the spread are known. */
  longest: number | null;
}

/** The moments of measured lengths. There must be at least one. */
export function momentsOf(lengths: readonly number[]): LengthMoments {
  const meanOf = (power: number) => lengths.reduce((sum, tokens) => sum + tokens ** power, 0) / lengths.length;
  return {
    mean: meanOf(1),
    square: meanOf(2),
    cube: meanOf(3),
    longest: lengths.reduce((most, tokens) => Math.max(most, tokens), 0),
  };
}

/**
 * The moments of lengths of which only the mean and the coefficient of variation are known, as of a gamma distribution:
 * E[L²] = m² (1 + c²) holds of any, E[L³] = m³ (1 + c²)(1 + 2c²) of a gamma.
 */
export function momentsOfSpread(mean: number, variation: number): LengthMoments {
  const c2 = variation ** 2;
  return { mean, square: mean ** 2 * (1 + c2), cube: mean ** 3 * (1 + c2) * (1 + 2 * c2), longest: null };
}

/** The moments of a mixture in which each part counts alike. */
export function mixtureOf(parts: readonly LengthMoments[]): LengthMoments {
  const meanOf = (moment: "mean" | "square" | "cube") =>
    parts.reduce((sum, part) => sum + part[moment], 0) / parts.length;
  const isSeen = parts.every(({ longest }) => longest !== null);
  return {
    mean: meanOf("mean"),
    square: meanOf("square"),
    cube: meanOf("cube"),
    longest: isSeen ? Math.max(...parts.map(({ longest }) => longest!)) : null,
  };
}

/** The squared coefficient of variation. */
export const variationSquared = ({ mean, square }: LengthMoments): number => Math.max(0, square / mean ** 2 - 1);

/**
 * How many tokens of its own a running answer has written at a random instant, as mean and standard deviation. Long answers
 * are met more often than short ones, so that the mean is E[L²] / 2E[L] (the age of a renewal process) and not half of the
 * mean length; its second moment is E[L³] / 3E[L].
 */
export function writtenTokens({ mean, square, cube }: LengthMoments): { mean: number; deviation: number } {
  const age = square / (2 * mean);
  return { mean: age, deviation: Math.sqrt(Math.max(0, cube / (3 * mean) - age ** 2)) };
}
