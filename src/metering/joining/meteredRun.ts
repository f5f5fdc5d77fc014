import type { PlacedRun } from "../../exchange/importing/importResults.ts";
import type { ImportedSample } from "../../plugins/contract/importer.ts";
import type { MeasureSubmission, SampleSubmission } from "../../recording/submitted/submission.ts";
import type { MeteredRequest, MeteredSession } from "../records/readLog.ts";
import { windowOf } from "../records/window.ts";
import type { AssignedPart } from "./assign.ts";
import type { Work } from "./energyShares.ts";
import type { Part } from "./parts.ts";
import { METERED, sampleCost, sumsOf } from "./sampleCost.ts";

/** The samples of one task with their requests. */
export interface JoinedGroup {
  session: MeteredSession;
  /** By problem and repeat. */
  found: ReadonlyMap<string, AssignedPart[]>;
  /** The requests that were made for the samples, those of a grader left out. */
  made: ReadonlySet<MeteredRequest>;
  grading: readonly Part[];
  graded: ReadonlySet<MeteredRequest>;
  /** The share of the work of the GPUs; null where it was not metered. */
  work: Work | null;
}

export const sampleKey = ({ problem, repeat }: Pick<SampleSubmission, "problem" | "repeat">) =>
  JSON.stringify([problem, repeat]);

/** What a harness reported as a run that was measured: its verdicts, with what its requests cost. */
export function meteredRun({ toolVersion, ...placed }: PlacedRun, group: JoinedGroup): PlacedRun {
  const { run } = placed;
  const { session, found, made } = group;
  const { from, to } = windowOf([...made]);
  const samples = ((run.samples ?? []) as ImportedSample[]).map(({ requests: _, ...sample }) => {
    const stated = { ...sample };
    for (const field of METERED) delete stated[field];
    return { ...stated, ...sampleCost(found.get(sampleKey(sample)) ?? []) };
  });
  const { prompt_tokens: _p, output_tokens: _o, reasoning_tokens: _r, ...measures } = run.measures;
  const isBatched = [...made].some(({ prompts }) => prompts.length > 1);
  return {
    ...placed,
    provenance: "MEASURED",
    ...(session.session.hardware && { accelerator: session.session.hardware }),
    run: {
      ...run,
      startedAt: new Date(from).toISOString(),
      finishedAt: new Date(to).toISOString(),
      protocol: { ...run.protocol, ...(toolVersion !== undefined && { harnessVersion: toolVersion }) },
      deployment: { ...run.deployment, ...countsOf(group) },
      measures: { ...measures, ...workOf(group, (to - from) / 1000) },
      ...(isBatched && { estimated: { ...run.estimated, prompt_tokens: SHARED, output_tokens: SHARED } }),
      notes: `${(run.notes ?? "").replace(/^Imported from /, "Graded by ")} Measured by a metering proxy.`.trim(),
      samples,
    },
  };
}

const SHARED = "The engine counted the tokens of several prompts of one request together, which are shared among them.";

/** The requests behind a run, by what they were for. */
function countsOf({ made, graded, grading, found }: JoinedGroup): Record<string, number> {
  const isGivenUp = ({ purpose }: AssignedPart) => purpose === "given up";
  const failed = new Set([...found.values()].flatMap((all) => all.filter(isGivenUp).map(({ part }) => part.request)));
  const { promptTokens, outputTokens } = sumsOf(grading);
  return {
    requests: made.size,
    ...(failed.size > 0 && { failedRequests: failed.size }),
    ...(graded.size > 0 && { graderRequests: graded.size }),
    ...(promptTokens !== undefined && { graderPromptTokens: promptTokens }),
    ...(outputTokens !== undefined && { graderOutputTokens: outputTokens }),
  };
}

function workOf({ work, found, session: { session, energy } }: JoinedGroup, seconds: number) {
  const { meter } = session;
  if (!work || !meter) return {};
  const count = found.size;
  const note =
    `${meter.source} on ${meter.gpus.length} GPUs, ${seconds.toPrecision(3)} s from the first request to the last answer, ` +
    "shared by time with what else the proxy passed, divided by the samples";
  const measures: Record<string, MeasureSubmission> = { gpu_time: { value: work.gpuSeconds / count, count, note } };
  if (work.joules !== null) {
    const isEstimated = energy.some(({ from }) => from === "power");
    measures.energy = { value: work.joules / count, count, note, ...(isEstimated && { estimated: true }) };
  }
  return measures;
}
