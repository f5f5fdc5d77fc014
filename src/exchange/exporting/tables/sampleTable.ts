import type { SampleRow } from "../../../store/reading/samplePages.ts";
import type { ExportSource } from "../source/exportSource.ts";
import { type ExportedRun, runsOf } from "../source/runsOf.ts";
import { samplesOf } from "../source/samplesOf.ts";
import { asJson, type Column } from "./column.ts";
import { RUN_NAMES } from "./runTable.ts";

export interface ExportedSample {
  run: ExportedRun;
  sample: SampleRow;
}

/** The fields of a sample by the type of their column; the name of the column is the field's, in lower case. */
const FIELDS = {
  repeat: "integer",
  correct: "boolean",
  score: "number",
  promptTokens: "integer",
  cachedPromptTokens: "integer",
  reasoningTokens: "integer",
  outputTokens: "integer",
  discardedTokens: "integer",
  acceptedDraftTokens: "integer",
  rejectedDraftTokens: "integer",
  latency: "number",
  ttft: "number",
  answerTtft: "number",
  queueTime: "number",
  cost: "number",
  flops: "number",
  answer: "text",
  expected: "text",
  output: "text",
  finishReason: "text",
  error: "text",
  errorCode: "text",
  promptHash: "text",
} as const satisfies { [Field in keyof SampleRow]?: Column<SampleRow>["type"] };

export const SAMPLE_COLUMNS: Column<ExportedSample>[] = [
  ...RUN_NAMES.map(({ of, ...column }) => ({ ...column, of: ({ run }: ExportedSample) => of(run) })),
  { name: "problem", type: "text", of: ({ sample }) => sample.problemId },
  ...(Object.keys(FIELDS) as (keyof typeof FIELDS)[]).map(
    (field): Column<ExportedSample> => ({
      name: field.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`),
      type: FIELDS[field],
      of: ({ sample }) => sample[field],
    }),
  ),
  { name: "measures", type: "text", of: ({ sample }) => asJson(sample.measures) },
  { name: "judgement", type: "text", of: ({ sample }) => asJson(sample.judgement) },
];

/** The samples of all runs of an export, as the API shows them. */
export async function* sampleRows(source: ExportSource): AsyncGenerator<ExportedSample> {
  for await (const run of runsOf(source)) {
    for await (const sample of samplesOf(source, run)) yield { run, sample };
  }
}
