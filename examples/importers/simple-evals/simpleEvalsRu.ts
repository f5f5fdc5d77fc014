import {
  defineImporter,
  Fields,
  type FileSet,
  type ImportFile,
  modelNamed,
  nameOf,
  type SampleSubmission,
  textOf,
} from "paretograph/plugin";
import { z } from "zod";

/** The answers of simple-evals-ru: `simpleqa/05_llama_3_3_70b.jsonl` holds one a line, judged and with its price. */
export const simpleEvalsRu = defineImporter({
  name: "simple-evals-ru",
  version: "1.0.0",
  apiVersion: "1.4.0",
  title: "simple-evals-ru",
  versions: "2025",
  description: "Reads the judged answers of simple-evals-ru, which name the model in the file's name.",
  options: z.strictObject({}),
  async find(files) {
    const sets: FileSet[] = [];
    for (const file of files) {
      if (!file.path.endsWith(".jsonl")) continue;
      const head = await file.head();
      if (/"is_correct"\s*:/.test(head) && /"bench_cost"\s*:/.test(head)) sets.push({ name: file.path, files: [file] });
    }
    return sets;
  },
  async *read({ files: [file] }) {
    const { benchmark, model } = namesOf(file!);
    const samples: SampleSubmission[] = [];
    const repeats = new Map<string, number>();
    let judgeCost = 0;
    for await (const { number, value } of file!.jsonLines()) {
      const row = new Fields(value, `${file!.path}:${number}`);
      const problem = row.label("id") ?? String(number - 1);
      const repeat = repeats.get(problem) ?? 0;
      repeats.set(problem, repeat + 1);
      const usage = row.within("usage");
      const verdict = row.value("is_correct");
      judgeCost += row.amount("bench_cost") ?? 0;
      samples.push({
        problem,
        repeat,
        ...(typeof verdict === "boolean" && { correct: verdict }),
        promptTokens: usage?.count("prompt_tokens"),
        outputTokens: usage?.count("completion_tokens"),
        cost: row.amount("model_cost"),
        output: textOf(row.value("answer")),
      });
    }
    yield {
      kind: "run",
      run: {
        place: file!.path,
        model: modelNamed(model, file!.path) ?? { name: model },
        benchmark: { name: benchmark },
        protocol: { harness: "simple-evals-ru", task: benchmark },
        problemCount: repeats.size,
        ...(judgeCost > 0 && {
          notes: `The judge's answers cost ${judgeCost} US dollars, which are no part of the cost.`,
        }),
        samples,
      },
    };
  },
});

function namesOf(file: ImportFile): { benchmark: string; model: string } {
  const stem = nameOf(file).replace(/\.jsonl$/, "");
  const folder = file.path.split("/").at(-2);
  const [, joined, rest] = /^([a-z]+)-(.+)$/.exec(stem) ?? [];
  const benchmark = folder ?? joined ?? "simple-evals-ru";
  return { benchmark, model: (folder === undefined && rest ? rest : stem).replace(/^\d+_/, "") };
}
