import { createHash } from "node:crypto";
import { z } from "zod";
import { ImportError } from "../../contract/importError.ts";
import type { Imported, ImportedBenchmark, ImportedModel, ImportFile } from "../../contract/importer.ts";
import { addressIn } from "../fields/addresses.ts";
import { numberAt, shareAt } from "../fields/figures.ts";
import { leftOut } from "../fields/found.ts";
import { instantAt } from "../fields/instants.ts";
import { checkedAt } from "../fields/place.ts";
import { labelAt, shortened } from "../fields/texts.ts";
import { yamlOf } from "../fields/yaml.ts";
import { scaleOfResult } from "./scale.ts";

const text = z.union([z.string(), z.number()]).transform(String).nullish();

/** An entry of `.eval_results/*.yaml`. Programs also wrap it as `data`. */
const entry = z.looseObject({
  dataset: z.looseObject({ id: z.string().min(1), task_id: z.unknown().optional(), revision: text }),
  value: z.unknown().optional(),
  date: z.unknown().optional(),
  source: z.looseObject({ url: text, name: text }).nullish(),
  notes: text,
});

const EFFORT =
  /\b(minimal|low|medium|high|xhigh|max)[ -](?:reasoning|thinking|effort)|\b(?:reasoning|thinking)[ -]?(?:effort)?[:= ]+(minimal|low|medium|high|xhigh|max)\b/i;

/** The results of a file of `.eval_results`. `modelOf` names the model, which the file itself does not. */
export async function* resultsOf(
  file: ImportFile,
  modelOf: (place: string) => ImportedModel,
): AsyncGenerator<Imported> {
  const value = yamlOf(await file.text(), file.path);
  if (!Array.isArray(value)) throw new ImportError("BAD_FILE", file.path, "it is to be a list of results.");
  for (const [at, one] of value.entries()) {
    const place = `${file.path}: ${at}`;
    const given = one?.data ?? one;
    if (isPlaceholder(given?.dataset?.task_id) || isPlaceholder(given?.value)) {
      yield leftOut(place, "It is a template: a name in braces stands in place of a value.");
      continue;
    }
    const { dataset, value: figure, date, source, notes } = checkedAt(entry, given, place);
    const id = labelAt(dataset.id, `${place}.dataset.id`)!;
    const task = labelAt(dataset.task_id, `${place}.dataset.task_id`) ?? "default";
    const number = numberAt(figure, `${place}.value`);
    if (number === undefined) throw new ImportError("BAD_FILE", `${place}.value`, "it is missing.");
    const scale = scaleOfResult(id, task, number);
    if (typeof scale === "object") {
      yield leftOut(`${place}.value`, `${id}, ${task}: ${number} is left out, as ${scale.unknown}.`);
      continue;
    }
    const accuracy = shareAt(number, `${place}.value`, scale)!;
    const benchmark = benchmarkOf(id, task);
    const finishedAt = instantAt(date, `${place}.date`);
    const [, before, after] = EFFORT.exec(notes ?? "") ?? [];
    const mode = (before ?? after)?.toLowerCase();
    const sourceUrl = addressIn(source?.url);
    yield {
      kind: "run",
      run: {
        place,
        model: modelOf(place),
        benchmark,
        ...(mode && { mode }),
        ...(finishedAt && { finishedAt }),
        ...(sourceUrl && { sourceUrl }),
        protocol: { task, ...(notes && { setup: notes.length <= 200 ? shortened(notes) : digest(notes) }) },
        notes: shortened(
          [
            "From the evaluation results of the model's page.",
            source?.name && `Source: ${source.name}.`,
            dataset.revision && `Revision ${dataset.revision} of the data set.`,
            notes && `Setup: ${notes}`,
          ]
            .filter(Boolean)
            .join(" "),
        ),
        measures: { accuracy: { value: accuracy } },
      },
    };
  }
}

/**
 * The benchmark of a task. Tasks are called as their data set (`mmlu_pro`), by its name and a part (`gpqa_diamond`), by the
 * part alone (`diamond`), or by what is counted (`swe_bench_%_resolved`).
 */
function benchmarkOf(dataset: string, task: string): ImportedBenchmark {
  const short = dataset.slice(dataset.indexOf("/") + 1);
  const [ofTask, ofSet] = [task, short].map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, ""));
  if (task === "default" || /[%/]/.test(task) || ofTask === ofSet) return { name: short, dataset };
  return { name: ofTask!.includes(ofSet!) ? task : `${short}_${task}`, dataset, subset: task };
}

/** `{name}` is read by YAML as an object with one key that has no value. */
const isPlaceholder = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.values(value).every((one) => one === null);

const digest = (given: string) => createHash("sha256").update(given).digest("hex").slice(0, 16);
