import {
  defineImporter,
  disagreement,
  Fields,
  type FileSet,
  leftOut,
  modelNamed,
  type SampleSubmission,
  shortened,
  statedAccuracy,
  TOLERANCE,
  textOf,
} from "paretograph/plugin";
import { z } from "zod";

interface Answer {
  correct?: boolean;
  error?: string;
  samplings: number;
  promptTokens?: number;
  outputTokens?: number;
  output?: string;
  expected?: string;
}

/** The logs of OpenAI evals: a line of settings, events of each sample in any order, and a final report. */
export const openaiEvals = defineImporter({
  name: "openai-evals",
  version: "1.0.0",
  apiVersion: "1.4.0",
  title: "OpenAI evals",
  versions: "1 to 3 (by the source of the tool)",
  description: "Reads the logs that OpenAI evals records: match events as verdicts, and the final report.",
  options: z.strictObject({}),
  async find(files) {
    const sets: FileSet[] = [];
    for (const file of files) {
      if (/\.jsonl$/.test(file.path) && /^\s*\{\s*"spec"\s*:/.test(await file.head()))
        sets.push({ name: file.path, files: [file] });
    }
    return sets;
  },
  async *read({ files: [file] }) {
    let spec: Fields | undefined;
    let report: Fields | undefined;
    const answers = new Map<string, Answer[]>();
    const others = new Map<string, number>();
    for await (const { number, value } of file!.jsonLines()) {
      const line = new Fields(value, `${file!.path}:${number}`);
      if (line.has("spec")) spec = line.within("spec");
      else if (line.has("final_report")) report = line.within("final_report");
      else addEvent(line, answers, others);
    }
    const task = spec?.label("eval_name") ?? spec?.label("base_eval");
    const [model, ...further] = [...(spec?.list("completion_fns") ?? []), spec?.value("model_name")].flatMap(
      (one) => modelNamed(one, `${file!.path}:1`) ?? [],
    );
    const samples = [...answers].flatMap(([problem, all]) =>
      all.map((answer, repeat) => sampleOf(problem, repeat, answer)),
    );
    const accuracy = report?.share("accuracy");
    const judged = samples.filter(({ correct }) => typeof correct === "boolean");
    const created = spec?.label("created_at");
    if (task && (samples.length > 0 || accuracy !== undefined)) {
      const stated = statedAccuracy(accuracy ?? 0, report?.amount("boostrap_std") ?? report?.amount("bootstrap_std"));
      yield {
        kind: "run",
        run: {
          place: file!.path,
          model: model ?? { name: "" },
          benchmark: { name: task, ...(spec?.label("split") && { split: spec.label("split") }) },
          protocol: { harness: "openai-evals", task },
          ...(created && z.iso.datetime({ offset: true }).safeParse(created).success && { startedAt: created }),
          ...(answers.size > 0 && { problemCount: answers.size }),
          ...(accuracy !== undefined && { measures: { accuracy: stated } }),
          ...(samples.length > 0 && { samples }),
        },
      };
    } else yield leftOut(file!.path, "It holds neither matches nor an accuracy.");
    if (further.length > 0)
      yield leftOut(
        `${file!.path}:1: spec.completion_fns`,
        "Other functions than the first, such as judges.",
        further.length,
      );
    for (const [type, count] of others)
      yield leftOut(file!.path, `Events of the type "${shortened(type, 100)}" hold no verdict.`, count);
    for (const key of report?.unread() ?? []) yield leftOut(report!.place(key), "It is no accuracy of the run.");
    const mean = judged.filter(({ correct }) => correct).length / judged.length;
    if (accuracy !== undefined && judged.length > 0 && Math.abs(mean - accuracy) > TOLERANCE) {
      yield disagreement(
        report!.place("accuracy"),
        `The report says ${accuracy}, and ${judged.length} matches have the mean ${mean}.`,
      );
    }
  },
});

/** An event. A sample has one for each sampling, and one for each match; the verdicts of one sample are its repeats. */
function addEvent(line: Fields, answers: Map<string, Answer[]>, others: Map<string, number>): void {
  const type = line.label("type") ?? "";
  const id = line.label("sample_id");
  const data = line.within("data");
  if (id === undefined || !data || !/^(?:match|sampling|error)$/.test(type)) {
    others.set(type, (others.get(type) ?? 0) + 1);
    return;
  }
  const known = answers.get(id) ?? [];
  answers.set(id, known);
  const last = known.at(-1);
  const isAnotherVerdict = type === "match" && last?.correct !== undefined;
  const answer: Answer = last && !isAnotherVerdict ? last : { samplings: 0 };
  if (answer !== last) known.push(answer);
  if (type === "error") answer.error = "The tool recorded an error.";
  if (type === "sampling") {
    const usage = data.within("usage");
    answer.samplings++;
    answer.promptTokens = usage?.count("prompt_tokens");
    answer.outputTokens = usage?.count("completion_tokens");
    answer.output = textOf([data.value("sampled")].flat(1)[0]);
  }
  if (type !== "match") return;
  const correct = data.value("correct");
  if (typeof correct === "boolean") answer.correct = correct;
  answer.expected = textOf([data.value("expected")].flat(1)[0]);
}

/** Several samplings of one sample are those of several steps or of a judge, and their tokens are not the answer's. */
function sampleOf(problem: string, repeat: number, answer: Answer): SampleSubmission {
  const one = answer.samplings === 1;
  return {
    problem,
    repeat,
    ...(answer.correct !== undefined && { correct: answer.correct }),
    ...(answer.correct === undefined && answer.error && { error: answer.error }),
    ...(one && { promptTokens: answer.promptTokens, outputTokens: answer.outputTokens, output: answer.output }),
    ...(answer.expected !== undefined && { expected: answer.expected }),
  };
}
