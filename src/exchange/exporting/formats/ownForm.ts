import { mayDo } from "../../../access/principal.ts";
import { shownRecipe, withoutCredentials } from "../../../access/shownRecipe.ts";
import type { RunSubmission } from "../../../recording/submitted/submission.ts";
import type { SampleRow } from "../../../store/reading/samplePages.ts";
import type { ExportSource } from "../source/exportSource.ts";
import { type ExportedRun, runsOf } from "../source/runsOf.ts";
import { samplesOf, wholeSamplesOf } from "../source/samplesOf.ts";

/**
 * The runs in the form that `POST /submissions` takes, as lines of JSON. A run is whole for those who may measure for its
 * lab, and has the same content hash wherever it is submitted; others see of it what the API shows, without parts of the
 * recipe.
 */
export async function* submissionLines(source: ExportSource): AsyncGenerator<string> {
  for await (const run of runsOf(source)) {
    const isWhole = mayDo(source.reader, "measure", run.lab.slug);
    yield line({ run: headOf(run, isWhole) });
    for await (const sample of isWhole ? wholeSamplesOf(source, run) : samplesOf(source, run)) {
      yield line({ sample: submitted(sample) });
    }
  }
}

const line = (value: object) => `${JSON.stringify(value)}\n`;

/** A run as it was submitted, without its samples, and with the parts of its recipe that the reader may see. */
export function headOf({ submission, hasSamples }: ExportedRun, isWhole: boolean): RunSubmission {
  const { samples, recipe, ...head } = submission;
  return {
    ...head,
    ...(recipe && { recipe: (isWhole ? withoutCredentials(recipe) : shownRecipe(recipe, false)) as typeof recipe }),
    // Samples that are there stand in lines of their own.
    ...(samples && !hasSamples && { samples }),
  };
}

/** A sample as it was submitted. What it lacks is left out, and its FLOPs are computed anew wherever it comes in. */
function submitted({ runId, runHash, flops, problemId, ...fields }: SampleRow): object {
  const known = Object.entries(fields).filter(([, value]) => value !== null);
  return { problem: problemId, ...Object.fromEntries(known) };
}
