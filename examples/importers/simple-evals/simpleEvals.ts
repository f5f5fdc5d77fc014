import {
  defineImporter,
  Fields,
  type FileSet,
  type ImportFile,
  leftOut,
  modelNamed,
  nameOf,
  statedAccuracy,
} from "paretograph/plugin";
import { z } from "zod";

/** The evaluations of simple-evals, whose names begin the names of files. Others are named up to the first `_`. */
const EVALUATIONS =
  /^(?:(mmlu|math|math_500|gpqa|mgsm|mgsm_en|drop|humaneval|simpleqa|browsecomp|healthbench(?:_hard|_consensus|_meta)?)|([^_]+))_(.+)$/;

/** The summaries of OpenAI's simple-evals: `gpqa_gpt-4o.json` holds the score of a model. */
export const simpleEvals = defineImporter({
  name: "simple-evals",
  version: "1.0.0",
  apiVersion: "1.4.0",
  title: "simple-evals",
  versions: "2024 to 2025",
  description: "Reads the summaries of OpenAI's simple-evals, which name evaluation and model in the file's name.",
  options: z.strictObject({}),
  async find(files) {
    const sets: FileSet[] = [];
    const byPath = new Map(files.map((file) => [file.path, file]));
    for (const file of files) {
      if (!/_[^/]+\.json$/.test(file.path) || file.path.endsWith("_allresults.json")) continue;
      const head = await file.head();
      if (!/"score"\s*:/.test(head) || !/"(?:score:std|chars)"\s*:/.test(head)) continue;
      const answers = byPath.get(file.path.replace(/\.json$/, "_allresults.json"));
      sets.push({ name: file.path, files: answers ? [file, answers] : [file] });
    }
    return sets;
  },
  async *read({ files: [file, answers] }) {
    const summary = new Fields(await file!.json(), file!.path);
    const { benchmark, model, startedAt } = namesOf(file!);
    const value = summary.share("score");
    if (value !== undefined) {
      yield {
        kind: "run",
        run: {
          place: summary.place("score"),
          model: modelNamed(model, file!.path) ?? { name: model },
          benchmark: { name: benchmark },
          protocol: { harness: "simple-evals", task: benchmark },
          ...(startedAt && { notes: `The file is of ${startedAt}, local time.` }),
          measures: { accuracy: statedAccuracy(value) },
        },
      };
    } else yield leftOut(summary.place("score"), "It states no score.");
    for (const key of summary.unread()) {
      yield leftOut(
        summary.place(key),
        `It is no accuracy of the whole benchmark: ${summary.number(key) ?? "not a number"}.`,
      );
    }
    if (answers)
      yield leftOut(answers.path, "It holds what was asked and answered, without a verdict for each answer.");
  },
});

function namesOf(file: ImportFile): { benchmark: string; model: string; startedAt?: string } {
  const stem = nameOf(file)
    .replace(/\.json$/, "")
    .replace(/_DEBUG$/, "");
  const date = /_(\d{4})(\d{2})(\d{2})_(\d{2})(\d{2})(\d{2})$/.exec(stem);
  const [, known, other, model] = EVALUATIONS.exec(date ? stem.slice(0, date.index) : stem) ?? [];
  const startedAt = date ? `${date[1]}-${date[2]}-${date[3]} ${date[4]}:${date[5]}` : undefined;
  return { benchmark: known ?? other ?? stem, model: model ?? "", ...(startedAt && { startedAt }) };
}
