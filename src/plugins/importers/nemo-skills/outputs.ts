import { createHash } from "node:crypto";
import { z } from "zod";
import type { SampleSubmission } from "../../../recording/submitted/submission.ts";
import { ImportError } from "../../contract/importError.ts";
import type { ImportFile } from "../../contract/importer.ts";
import { countAt, numberAt, shareAt } from "../fields/figures.ts";
import { nameOf } from "../fields/givenTogether.ts";
import type { OutputBudget } from "../fields/outputBudget.ts";
import { checkedAt } from "../fields/place.ts";
import { shortened, textOf, withoutPlaces } from "../fields/texts.ts";
import { ACCURACIES, verdictsOf } from "./verdicts.ts";

const row = z.record(z.string(), z.unknown());
type Row = z.output<typeof row>;

/** The longest that an answer may have taken: a week. */
const LONGEST = 7 * 24 * 3600;

/** What the outputs of a benchmark hold, over all of its files. */
export interface Outputs {
  byMetric: Map<string, SampleSubmission[]>;
  /** The number of rows of each file, in the order of the repeats. */
  rows: { path: string; count: number }[];
  /** The answers whose beginning and end say that they took a negative time, or years. */
  withoutTime: number;
  /** The parts of the benchmark that the rows name. */
  parts: Set<string>;
}

/** The number after `-rs` in the name of a file, which is that of the repeat. The greedy output has none. */
export const seedOf = (file: ImportFile): number => Number(/-rs(\d+)/.exec(nameOf(file))?.[1] ?? -1);

/**
 * The answers of a benchmark. Each file is one repeat; the answers to one problem stand in the same line of all of them.
 *
 * @throws ImportError for a row that is damaged, has a figure that cannot be, or is of another problem than that line.
 */
export async function readOutputs(files: readonly ImportFile[], outputs: OutputBudget): Promise<Outputs> {
  const found: Outputs = { byMetric: new Map(), rows: [], withoutTime: 0, parts: new Set() };
  const prompts: (string | undefined)[] = [];
  for (const [repeat, file] of files.toSorted((a, b) => seedOf(a) - seedOf(b)).entries()) {
    let count = 0;
    for await (const { number, value } of file.jsonLines()) {
      const place = `${file.path}:${number}`;
      const fields = checkedAt(row, value, place);
      const problem = count++;
      const prompt = textOf(fields.problem);
      prompts[problem] ??= prompt;
      if (prompt !== undefined && prompts[problem] !== prompt) {
        throw new ImportError("BAD_FILE", place, "it is of another problem than this line of the other repeats.");
      }
      if (typeof fields.subset_for_metrics === "string") found.parts.add(fields.subset_for_metrics.slice(0, 100));
      take(found, fields, place, { problem: String(problem), repeat }, outputs);
    }
    found.rows.push({ path: file.path, count });
  }
  return found;
}

function take(
  found: Outputs,
  fields: Row,
  place: string,
  key: { problem: string; repeat: number },
  outputs: OutputBudget,
): void {
  const verdicts = verdictsOf(fields);
  const time = timeOf(fields, place);
  if (time === null) found.withoutTime++;
  const error = textOf(fields.error);
  const shared = {
    ...key,
    ...tokensOf(fields, place),
    ...(time !== null && time !== undefined && { latency: time }),
    ...textsOf(fields, outputs, verdicts.size),
    ...(error && { error: shortened(withoutPlaces(error), 1000) }),
  };
  for (const metric of ACCURACIES) {
    const verdict = verdicts.get(metric);
    if (verdict === undefined) continue;
    const samples = found.byMetric.get(metric) ?? [];
    if (samples.length === 0) found.byMetric.set(metric, samples);
    // An answer that failed was not given, and is no wrong one.
    samples.push({ ...shared, ...(error ? {} : gradeOf(verdict, `${place}: ${metric}`)) });
  }
}

function gradeOf(verdict: boolean | number | null, place: string): Pick<SampleSubmission, "correct" | "score"> {
  if (typeof verdict !== "number") return { correct: verdict };
  const score = shareAt(verdict, place)!;
  return score === 0 || score === 1 ? { correct: score === 1 } : { correct: false, score };
}

function tokensOf(fields: Row, place: string): Partial<SampleSubmission> {
  const at = (name: string) => countAt(fields[name], `${place}: ${name}`);
  const outputTokens = at("num_generated_tokens");
  const reasoningTokens = at("num_reasoning_tokens");
  const promptTokens = at("num_input_tokens");
  return {
    ...(promptTokens !== undefined && { promptTokens }),
    ...(outputTokens !== undefined && { outputTokens }),
    ...(reasoningTokens !== undefined && reasoningTokens <= (outputTokens ?? 0) && { reasoningTokens }),
  };
}

/** Seconds from the request to the end of its answer; null where what is stated cannot be, undefined where nothing is. */
function timeOf(fields: Row, place: string): number | null | undefined {
  const start = numberAt(fields.generation_start_time, `${place}: generation_start_time`);
  const end = numberAt(fields.generation_end_time, `${place}: generation_end_time`);
  const took = numberAt(fields.generation_time, `${place}: generation_time`);
  const time = took ?? (start === undefined || end === undefined ? undefined : end - start);
  return time === undefined || (time >= 0 && time <= LONGEST) ? time : null;
}

function textsOf(fields: Row, outputs: OutputBudget, runs: number): Partial<SampleSubmission> {
  const output = outputs.keep(textOf(fields.generation), Math.max(1, runs));
  const [answer, expected] = [fields.predicted_answer, fields.expected_answer].map((text) =>
    typeof text === "number" ? String(text) : textOf(text),
  );
  const prompt = textOf(fields.problem) ?? textOf(fields.question);
  return {
    ...(output !== undefined && { output }),
    ...(answer !== undefined && { answer }),
    ...(expected !== undefined && { expected }),
    ...(prompt && { promptHash: createHash("sha256").update(prompt).digest("hex") }),
  };
}
