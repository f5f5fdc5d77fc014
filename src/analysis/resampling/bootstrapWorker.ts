import { type FrontierUncertainty, frontierUncertainty } from "../../frontier/choice/frontierUncertainty.ts";
import type { Axis } from "../../frontier/objective.ts";
import { type ResamplingInput, resample } from "../../frontier/statistics/resampling.ts";
import { type ComparisonInput, resampledComparison } from "../../frontier/studies/resampledComparison.ts";
import { resampledSaturation, type SaturationInput } from "../../frontier/studies/saturationInterval.ts";

/** A computation that would keep other requests waiting. Its input is plain data, so that it can be sent to a thread. */
export type BootstrapTask =
  | { kind: "frontier"; input: ResamplingInput; drawn: Uint8Array; axes: Axis[] }
  | { kind: "comparison"; input: ComparisonInput }
  | { kind: "saturation"; input: SaturationInput };

/** Runs a task. `bootstrapPool.ts` calls it in a thread of its own. */
export default function runTask(task: BootstrapTask): unknown {
  if (task.kind === "comparison") return resampledComparison(task.input);
  if (task.kind === "saturation") return resampledSaturation(task.input);
  return uncertaintyOf(task.input, task.drawn, task.axes);
}

const uncertaintyOf = (input: ResamplingInput, drawn: Uint8Array, axes: Axis[]): FrontierUncertainty =>
  frontierUncertainty(input.values, resample(input, "absent"), drawn, axes);
