import { Fields, type ImportFile, type SampleSubmission, textOf } from "paretograph/plugin";

/** The predictions of a data set by their index. Parts of a large one, `gsm8k_0.json` and on, follow each other. */
export async function predictionsOf(
  files: readonly ImportFile[],
  folder: string,
  dataset: string,
): Promise<Map<string, Fields>> {
  const partOf = (path: string) => {
    const name = path.slice(folder.length, -".json".length);
    if (name === dataset) return 0;
    const part = name.startsWith(`${dataset}_`) ? name.slice(dataset.length + 1) : "";
    return /^\d+$/.test(part) ? Number(part) : -1;
  };
  const parts = files
    .filter(({ path }) => path.startsWith(folder) && partOf(path) >= 0)
    .sort((a, b) => partOf(a.path) - partOf(b.path));
  const predictions = new Map<string, Fields>();
  let offset = 0;
  for (const part of parts) {
    const all = new Fields(await part.json(), part.path);
    const keys = all.keys().filter((key) => /^\d+$/.test(key));
    for (const key of keys) predictions.set(String(offset + Number(key)), all.within(key)!);
    offset += keys.length;
  }
  return predictions;
}

/** The details of a result, which are an object by index or a list. `correct` is a list where a problem was asked several times. */
export function samplesOf(result: Fields, predictions: ReadonlyMap<string, Fields>): SampleSubmission[] {
  const raw = result.value("details");
  const details = Array.isArray(raw)
    ? result.listOf("details").map((one, i) => [String(i), one] as const)
    : byIndex(result);
  return details.flatMap(([problem, detail]) => {
    const prediction = predictions.get(problem);
    const verdicts = [detail.value("correct")].flat(1);
    const answers = [prediction?.value("prediction") ?? detail.value("origin_prediction")].flat(1);
    const picked = [detail.value("predictions") ?? detail.value("pred")].flat(1);
    return verdicts.map((verdict, repeat) => ({
      problem,
      repeat,
      ...(isVerdict(verdict) && { correct: Boolean(verdict) }),
      ...(verdicts.length === 1 && prediction && { outputTokens: prediction.count("res_length") }),
      answer: textOf(picked[repeat]),
      expected: textOf([detail.value("references") ?? detail.value("answer")].flat(1)[0]),
      output: textOf(answers[repeat]),
    }));
  });
}

const isVerdict = (value: unknown) => typeof value === "boolean" || value === 0 || value === 1;

/** The numbered details. Others, such as `type`, are of the whole. */
function byIndex(result: Fields): (readonly [string, Fields])[] {
  const details = result.within("details");
  return (details?.keys() ?? [])
    .filter((key) => /^\d+$/.test(key))
    .map((key) => [key, details!.within(key)] as const)
    .filter((one): one is readonly [string, Fields] => one[1] !== undefined);
}
