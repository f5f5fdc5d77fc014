/** How fast one replica is with a full batch, in seconds and watts. */
export interface CurvePoint {
  batch: number;
  /** From the start of the prompt to the last token, as a mean. */
  latency: number;
  /** To the first token where none waits for a place, at the 95th percentile. */
  ttftP95: number;
  /** Between two tokens, at the 95th percentile. */
  interTokenP95: number;
  /** Of all accelerators of the replica; null where it is not known. */
  power: number | null;
}

/** A replica at several batches, the smallest first, each of which it has the memory for. */
export type ServingCurve = readonly CurvePoint[];

/**
 * How many answers run at the same time on average while `arrivals` come a second, by Little's law: n = λ S(n), where an
 * answer takes S(n) seconds among n. S is interpolated linearly between batches, and is that of one alone below 1.
 *
 * @returns at most the largest batch of the curve.
 */
export function meanRunning(curve: ServingCurve, arrivals: number): number {
  let low = 0;
  let high = curve.at(-1)!.batch;
  // 60 halvings leave less than 1e-12 of the largest batch.
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (middle < arrivals * interpolated(curve, middle, "latency")) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The mean watts of a replica on which `running` answers run on average; null where the power is not known. Below one
 * answer it idles for the rest of the time.
 *
 * @param idle the watts of the replica while nothing runs.
 */
export function meanPower(curve: ServingCurve, running: number, idle: number): number | null {
  if (curve.some(({ power }) => power === null)) return null;
  const atWork = interpolated(curve as readonly { batch: number; power: number; latency: number }[], running, "power");
  return running >= 1 ? atWork : running * atWork + (1 - running) * idle;
}

function interpolated<Figure extends "latency" | "power">(
  curve: readonly ({ batch: number } & Record<Figure, number>)[],
  batch: number,
  figure: Figure,
): number {
  const above = curve.findIndex((point) => point.batch >= batch);
  if (above === 0) return curve[0]![figure];
  if (above === -1) return curve.at(-1)![figure];
  const [a, b] = [curve[above - 1]!, curve[above]!];
  const share = (batch - a.batch) / (b.batch - a.batch);
  return a[figure] + share * (b[figure] - a[figure]);
}
