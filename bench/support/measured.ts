import { runningBatch } from "../../src/compute/serving/batchSize.ts";
import type { EngineProfile } from "../../src/compute/serving/engines.ts";
import { type BatchWork, batchWork, timeToken } from "../../src/compute/serving/tokenTime.ts";
import type { MeasuredThroughput, ServingMeasurement } from "./servingMeasurements.ts";

/** A measurement with the work that its time is estimated from, at each batch that it may have run at. */
export interface Measured
  extends Pick<
    ServingMeasurement,
    "model" | "dimensions" | "architecture" | "target" | "promptTokens" | "outputTokens" | "timePerToken" | "given"
  > {
  source: "silicon" | "ml-energy" | "throughput";
  /** One batch where it is known, and several where the best of them was measured. */
  at: { target: ServingMeasurement["target"]; work: BatchWork }[];
  /** Whether the time is that of the whole deployment between two tokens of any answers. */
  ofAll: boolean;
}

const LARGEST_BATCH = 4096;

export function ofTime(source: "silicon" | "ml-energy", one: ServingMeasurement): Measured {
  const { target, work } = workAt(one, one.target);
  const passesPerStep = one.together ? work.passesPerStep / 2 : work.passesPerStep;
  return { ...one, source, ofAll: false, at: [{ target, work: { ...work, passesPerStep } }] };
}

export function ofThroughput(one: MeasuredThroughput): Measured {
  const { split } = one.target;
  const splits =
    one.best && split.tensor > 1 && one.architecture.layers.some(({ feedForward }) => feedForward?.kind === "experts")
      ? [split, { ...split, tensor: 1, attention: split.tensor, expert: split.tensor }]
      : [split];
  const at = splits.flatMap((each) => {
    const target = { ...one.target, split: each };
    if (!one.best) return [workAt(one, target)];
    const largest = runningBatch(
      one.architecture,
      { ...target, batch: LARGEST_BATCH },
      one.promptTokens,
      one.outputTokens,
    );
    const batches = [...Array(13).keys()].map((power) => 2 ** power).filter((batch) => batch < largest);
    return [...batches, largest].map((batch) => workAt(one, { ...target, batch }));
  });
  return { ...one, source: "throughput", ofAll: true, timePerToken: 1 / one.outputTokensPerSecond, at };
}

function workAt(one: Pick<Measured, "architecture" | "promptTokens" | "outputTokens">, target: Measured["target"]) {
  const batch = runningBatch(one.architecture, target, one.promptTokens, one.outputTokens);
  const running = { ...target, batch };
  return { target: running, work: batchWork(one.architecture, running, one) };
}

/** The estimate that stands beside `timePerToken`. */
export function timeOf({ at, ofAll }: Measured, profile: { profile: EngineProfile; all: number }): number {
  let least = Number.POSITIVE_INFINITY;
  for (const { target, work } of at) {
    const { total } = timeToken(work, target, profile);
    const time = ofAll ? total / target.batch : total;
    if (time < least) least = time;
  }
  return least;
}
