/**
 * Returns Cohen's κ of two raters who said yes or no to the same things (Cohen, Educ. Psychol. Meas. 1960): the agreement
 * beyond that of chance, 1 where they always agree and 0 where they agree as often as chance alone would.
 *
 * @param pairs what the two raters said, one pair for each thing.
 * @returns null without pairs, and where both always said the same one word, so that chance alone would agree.
 */
export function cohensKappa(pairs: readonly (readonly [boolean, boolean])[]): number | null {
  const count = pairs.length;
  const agreed = pairs.filter(([a, b]) => a === b).length;
  const [yesOfFirst, yesOfSecond] = [0, 1].map((rater) => pairs.filter((pair) => pair[rater]).length) as [
    number,
    number,
  ];
  const byChance = yesOfFirst * yesOfSecond + (count - yesOfFirst) * (count - yesOfSecond);
  // In whole numbers, so that an agreement that is all chance is found exactly.
  if (count === 0 || byChance === count * count) return null;
  return (agreed * count - byChance) / (count * count - byChance);
}
