import { defineImporter, Fields, type FileSet, leftOut, type SampleSubmission, textOf } from "paretograph/plugin";
import { z } from "zod";

/** The records that a benchmark of NeMo Evaluator writes: one for each problem, with its reward. */
export default defineImporter({
  name: "nemo-evaluator",
  version: "1.0.0",
  apiVersion: "1.4.0",
  title: "NeMo Evaluator",
  versions: "2026",
  description: "Reads the records of NVIDIA's NeMo Evaluator.",
  options: z.strictObject({}),
  async find(files) {
    const sets: FileSet[] = [];
    for (const file of files) {
      if (!file.path.endsWith(".json")) continue;
      const head = await file.head();
      if (/^\s*\[/.test(head) && /"reward"\s*:/.test(head) && /"scoring_details"\s*:/.test(head))
        sets.push({ name: file.path, files: [file] });
    }
    return sets;
  },
  async *read({ files: [file] }) {
    const content = await file!.json();
    const records = new Fields({ records: content }, file!.path).listOf("records");
    const runs = new Map<string, Fields[]>();
    for (const record of records) {
      const metadata = record.within("metadata");
      const key = JSON.stringify([
        metadata?.label("benchmark") ?? "",
        record.within("scoring_details")?.label("method") ?? "",
      ]);
      runs.set(key, [...(runs.get(key) ?? []), record]);
    }
    for (const [key, own] of runs) {
      const [benchmark, method] = JSON.parse(key) as [string, string];
      if (benchmark === "") {
        yield leftOut(own[0]!.place(), "The records name no benchmark.", own.length);
        continue;
      }
      const samples = samplesOf(own);
      yield {
        kind: "run",
        run: {
          place: own[0]!.place(),
          model: { name: "" },
          benchmark: { name: benchmark },
          protocol: { harness: "nemo-evaluator", task: benchmark, ...(method !== "" && { scorer: method }) },
          problemCount: new Set(samples.map(({ problem }) => problem)).size,
          samples,
        },
      };
    }
  },
});

function samplesOf(records: Fields[]): SampleSubmission[] {
  const repeats = new Map<string, number>();
  return records.map((record, i) => {
    const problem = record.label("idx") ?? String(i);
    const repeat = repeats.get(problem) ?? 0;
    repeats.set(problem, repeat + 1);
    const stated = record.within("scoring_details")?.value("correct");
    const reward = record.share("reward");
    const error = textOf(record.value("error"))?.slice(0, 1000);
    return {
      problem,
      repeat,
      ...(error ? { error } : verdictOf(stated, reward)),
      answer: textOf(record.value("extracted_answer")),
      expected: textOf(record.value("expected_answer")),
      output: textOf(record.value("model_response")),
    };
  });
}

function verdictOf(stated: unknown, reward: number | undefined): Pick<SampleSubmission, "correct" | "score"> {
  if (typeof stated === "boolean") return { correct: stated };
  if (reward === undefined) return {};
  return reward === 0 || reward === 1 ? { correct: reward === 1 } : { score: reward };
}
