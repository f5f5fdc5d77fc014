import {
  digestOfText,
  Fields,
  ImportError,
  type ImportedRequest,
  type ImportFile,
  promptsOf,
  type SampleSubmission,
  textOf,
} from "paretograph/plugin";

/** What was answered, and how it was graded. */
export interface Graded {
  subset: string;
  index: string;
  problem: string;
  repeat: number;
  prediction?: Fields;
  review?: Fields;
}

/** The answers and verdicts of all subsets of a data set, joined by their index: answers come in the order in which they ended. */
export async function gradedOf(files: readonly ImportFile[], dataset: string): Promise<Graded[]> {
  const all = new Map<string, Graded>();
  for (const kind of ["predictions", "reviews"] as const) {
    for (const file of files.filter(({ path }) => path.includes(`${kind}/`))) {
      const name = file.path.slice(file.path.lastIndexOf("/") + 1, -".jsonl".length);
      const subset = name.startsWith(`${dataset}_`) ? name.slice(dataset.length + 1) : name;
      for await (const { number, value } of file.jsonLines()) {
        const row = new Fields(value, `${file.path}:${number}`);
        const index = row.label("index");
        if (index === undefined) throw new ImportError("BAD_FILE", row.place("index"), "it is missing.");
        const key = `${subset} ${index}`;
        const one = all.get(key) ?? { subset, index, problem: index, repeat: 0 };
        all.set(key, one);
        if (kind === "predictions") one.prediction = row;
        else one.review = row;
      }
    }
  }
  return repeated([...all.values()]);
}

/** Answers of one group are repeats of one problem, in the order of their index. */
function repeated(all: Graded[]): Graded[] {
  const groups = new Map<string, number>();
  return all
    .sort((a, b) => (a.subset < b.subset ? -1 : a.subset > b.subset ? 1 : Number(a.index) - Number(b.index)))
    .map((one) => {
      const problem = one.review?.within("sample_score")?.label("group_id") ?? one.index;
      const key = `${one.subset} ${problem}`;
      const repeat = groups.get(key) ?? 0;
      groups.set(key, repeat + 1);
      return { ...one, problem, repeat };
    });
}

export function sampleOf(
  { subset, problem, repeat, prediction, review }: Graded,
  metric: string,
  isOneOfSeveral: boolean,
): SampleSubmission {
  const output = prediction?.within("model_output");
  const performance = output?.within("perf_metrics");
  const score = review?.within("sample_score")?.within("score");
  const [choice] = output?.listOf("choices") ?? [];
  const error = textOf(output?.value("error"))?.slice(0, 1000);
  return {
    problem: isOneOfSeveral ? `${subset}/${problem}` : problem,
    repeat,
    ...(error ? { error } : verdictOf(score?.within("value"), metric)),
    ...tokensOf(output?.within("usage")),
    latency: performance?.amount("latency") ?? output?.amount("time"),
    ttft: performance?.amount("ttft"),
    answer: textOf(score?.value("extracted_prediction")),
    expected: textOf(review?.value("target")),
    output: textOf(textIn(choice?.within("message")?.value("content"))),
    finishReason: choice?.label("stop_reason"),
  };
}

/** The verdict of the metric: `mean_acc` and `AverageAccuracy` are means of `acc`, and one verdict alone is that of any. */
function verdictOf(values: Fields | undefined, metric: string): Pick<SampleSubmission, "correct" | "score"> {
  const names = values?.keys() ?? [];
  const own = metric.replace(/^(?:mean_|Average)/, "").toLowerCase();
  const name =
    names.length === 1
      ? names[0]!
      : names.find((one) => own === one.toLowerCase() || own.startsWith(one.toLowerCase()));
  const raw = name === undefined ? undefined : values!.value(name);
  if (typeof raw === "boolean") return { correct: raw };
  const score = name === undefined ? undefined : values!.share(name);
  if (score === undefined) return {};
  return score === 0 || score === 1 ? { correct: score === 1 } : { score };
}

/** Some providers count the tokens read from a cache in the prompt's, others beside them: the total tells. */
function tokensOf(
  usage: Fields | undefined,
): Pick<SampleSubmission, "promptTokens" | "outputTokens" | "reasoningTokens" | "cachedPromptTokens"> {
  const input = usage?.count("input_tokens");
  const output = usage?.count("output_tokens");
  const cached = usage?.count("input_tokens_cache_read");
  const beside = (cached ?? 0) + (usage?.count("input_tokens_cache_write") ?? 0);
  const isBeside =
    input !== undefined && output !== undefined && usage?.count("total_tokens") === input + output + beside;
  const reasoning = usage?.count("reasoning_tokens");
  return {
    promptTokens: isBeside ? input + beside : input,
    outputTokens: output,
    ...(reasoning !== undefined && (output === undefined || reasoning <= output) && { reasoningTokens: reasoning }),
    ...(cached && { cachedPromptTokens: cached }),
  };
}

/** The request of an answer: the messages before the last one, which is the answer. */
export function requestsOf({ prediction, review }: Graded): ImportedRequest[] {
  const messages = (prediction ?? review)?.list("messages") ?? [];
  const prompt = promptsOf({ messages: messages.slice(0, -1) })[0];
  const answer = textIn((messages.at(-1) as { content?: unknown } | undefined)?.content);
  if (!prompt || answer === undefined) return [];
  return [{ text: prompt.text, answers: [digestOfText(answer)], purpose: "answer" }];
}

/** The text of a message. That of a model that reasons is a list of parts, its thoughts among them. */
function textIn(content: unknown): string | undefined {
  if (!Array.isArray(content)) return typeof content === "string" ? content : undefined;
  return content.flatMap(({ type, text }) => (type === "text" && typeof text === "string" ? text : [])).join("\n");
}
