/**
 * Looks for positive numbers that make a loss small. Each number is multiplied and divided by a factor, alone and in pairs,
 * until no step helps, and then the factor shrinks (Hooke and Jeeves 1961, in logarithms). It is deterministic and finds a
 * local minimum.
 */
export function patternSearch(start: number[], loss: (at: number[]) => number): number[] {
  let best = start;
  let least = loss(best);
  for (let factor = 1.4; factor > 1.002; factor = Math.sqrt(factor)) {
    let isBetter = true;
    while (isBetter) {
      isBetter = false;
      for (const step of stepsOf(best.length, factor)) {
        const at = best.map((value, i) => value * step[i]!);
        const found = loss(at);
        if (found >= least) continue;
        [best, least, isBetter] = [at, found, true];
      }
    }
  }
  return best;
}

function stepsOf(count: number, factor: number): number[][] {
  const steps: number[][] = [];
  for (let i = 0; i < count; i++) {
    for (let j = i; j < count; j++) {
      for (const [first, second] of [
        [factor, factor],
        [factor, 1 / factor],
        [1 / factor, factor],
        [1 / factor, 1 / factor],
      ]) {
        steps.push(Array.from({ length: count }, (_, k) => (k === i ? first! : k === j ? second! : 1)));
      }
    }
  }
  return steps;
}
