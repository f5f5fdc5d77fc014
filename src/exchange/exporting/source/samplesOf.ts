import { canaryOf, withoutCanary } from "../../../recording/canary.ts";
import { readSamplePages, type SampleRow, sampleKey } from "../../../store/reading/samplePages.ts";
import type { ExportSource } from "./exportSource.ts";
import type { ExportedRun } from "./runsOf.ts";

const FIRST_PAGE = 50;
const LARGEST_PAGE = 1_000;
/** The characters of texts that a page should have. A single answer can have ten million. */
const WANTED = 2_000_000;

/** The stored samples of a run as they are, in order of problem and repeat, a page at a time. */
export async function* wholeSamplesOf(source: ExportSource, run: ExportedRun): AsyncGenerator<SampleRow> {
  if (!run.hasSamples) return;
  let size = FIRST_PAGE;
  let last: SampleRow | undefined;
  for (;;) {
    source.reads(0, size);
    const after = last && { after: sampleKey(last) };
    const [page] = await readSamplePages(source.store, [run.id], {}, { size, backward: false, ...after });
    const { rows, hasNextPage } = page!;
    yield* rows;
    if (!hasNextPage) return;
    last = rows.at(-1)!;
    const length = rows.reduce((sum, { output }) => sum + (output?.length ?? 0) + 200, 0);
    size = Math.min(LARGEST_PAGE, Math.max(1, Math.floor((WANTED * rows.length) / length)));
  }
}

/** The number of a run's samples that are stored, and of those of them that have a verdict. */
export async function countSamples(
  { store }: ExportSource,
  { id }: ExportedRun,
): Promise<[stored: number, graded: number]> {
  const [row] = await store.rows(
    "select count(*)::integer, count(correct)::integer from samples where run_id = $1::integer",
    [id],
  );
  return row as [number, number];
}

/** The stored samples of a run as everybody may see them: a canary of its dataset is left out of the texts. */
export async function* samplesOf(source: ExportSource, run: ExportedRun): AsyncGenerator<SampleRow> {
  const canary = canaryOf(run.recipe);
  for await (const sample of wholeSamplesOf(source, run)) yield canary === null ? sample : shown(sample, canary);
}

function shown(sample: SampleRow, canary: string): SampleRow {
  const text = (whole: string | null) => whole && withoutCanary(whole, canary);
  const said = <Said extends { reason: string }>(one: Said) => ({ ...one, reason: withoutCanary(one.reason, canary) });
  const { judgement } = sample;
  return {
    ...sample,
    answer: text(sample.answer),
    output: text(sample.output),
    judgement: judgement && { ...said(judgement), ...(judgement.second && { second: said(judgement.second) }) },
  };
}
