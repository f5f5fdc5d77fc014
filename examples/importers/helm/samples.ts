import { Fields, type SampleSubmission } from "paretograph/plugin";
import { type Answer, keyOf } from "./answers.ts";
import { ACCURACY, statsOf } from "./stats.ts";

interface Key {
  metric: string;
  split: string;
}

/** The samples of each metric that is an accuracy and of each split. */
export class Samples {
  readonly #all = new Map<string, SampleSubmission[]>();

  add({ metric, split }: Key, sample: SampleSubmission): void {
    const key = `${metric} ${split}`;
    const samples = this.#all.get(key) ?? [];
    this.#all.set(key, samples);
    samples.push(sample);
  }

  of(metric: string, split: string): SampleSubmission[] {
    return this.#all.get(`${metric} ${split}`) ?? [];
  }

  keys(): Key[] {
    return [...this.#all.keys()].map((key) => {
      const [metric, split] = key.split(" ") as [string, string];
      return { metric, split };
    });
  }
}

/** The samples of `per_instance_stats.json`. A trial, which has other examples in its prompt, is a repeat. */
export function samplesOf(list: unknown, path: string, answers: ReadonlyMap<string, Answer | undefined>): Samples {
  const samples = new Samples();
  const known = new Set<string>();
  for (const [i, value] of (Array.isArray(list) ? list : []).entries()) {
    const instance = new Fields(value, path, `[${i}]`);
    const problem = instance.label("instance_id");
    if (problem === undefined || (instance.value("perturbation") ?? null) !== null) continue;
    const repeat = instance.count("train_trial_index") ?? 0;
    const key = keyOf(problem, repeat);
    if (known.has(key)) continue;
    known.add(key);
    const stats = statsOf(instance.list("stats"), instance.place("stats")).filter(({ perturbed }) => !perturbed);
    const count = (name: string) => {
      const found = stats.find((stat) => stat.name === name)?.raw;
      return found !== undefined && Number.isSafeInteger(found) && found >= 0 && found < 2 ** 31 ? found : undefined;
    };
    const answer = answers.get(key);
    // Where an instance had a request for each option, its tokens and times are those of several.
    const isSingle = answer !== undefined || !answers.has(key);
    for (const stat of stats) {
      if (!ACCURACY.test(stat.name)) continue;
      samples.add(
        { metric: stat.name, split: stat.split },
        {
          problem,
          repeat,
          ...(answer?.error === undefined ? verdictOf(stat.mean) : { error: answer.error }),
          ...(isSingle && {
            promptTokens: count("num_prompt_tokens"),
            outputTokens: count("num_output_tokens") ?? count("num_completion_tokens"),
            latency: answer?.latency,
            output: answer?.output,
            finishReason: answer?.finishReason,
          }),
        },
      );
    }
  }
  return samples;
}

function verdictOf(mean: number | undefined): Pick<SampleSubmission, "correct" | "score"> {
  if (mean === undefined) return {};
  return mean === 0 || mean === 1 ? { correct: mean === 1 } : { score: mean };
}
