import { checkedResult } from "../plugins/boundary/checkedResult.ts";
import type { EstimatorPlugin, ServingRequest, ServingTimes } from "../plugins/contract/estimator.ts";
import { type ConformanceCase, casesOf, quoted, Untried } from "./conformanceCase.ts";
import { ESTIMATOR_RULES } from "./estimatorRules.ts";

/** Requests that an estimator is tried with. */
export interface EstimatorSetup {
  options?: unknown;
  /** What it is asked, beside the model that the kit makes up. */
  requests?: readonly ServingRequest[];
}

const BATCHES = [1, 2, 8, 32, 128];

/** A dense model of 8 billion weights on one accelerator, at growing batches. */
const MADE: readonly ServingRequest[] = BATCHES.map((batch) => ({
  ...{ model: "meta-llama/Llama-3.1-8B-Instruct", accelerator: "H100-SXM", engine: "VLLM", engineVersion: null },
  ...{ precision: "BF16", kvCacheBits: 16, tensorParallel: 1, attentionParallel: 1, pipelineParallel: 1 },
  ...{ expertParallel: 1, batch, promptTokens: 500, outputTokens: 1000, contextTokens: 1000 },
  config: {
    ...{ model_type: "llama", hidden_size: 4096, intermediate_size: 14_336, num_attention_heads: 32 },
    ...{ num_hidden_layers: 32, num_key_value_heads: 8, vocab_size: 128_256, tie_word_embeddings: false },
  },
}));

/** The cases of an estimator. */
export function estimatorCases(
  estimator: Pick<EstimatorPlugin, "name" | "errors" | "estimate">,
  { options = {}, requests = [] }: EstimatorSetup = {},
): ConformanceCase[] {
  const add = casesOf(String(estimator?.name), ESTIMATOR_RULES);
  const asked = [...MADE, ...requests];
  const ask = async () => await estimator.estimate(structuredClone(asked), options);
  const checked = async (): Promise<(ServingTimes | null)[]> => {
    const given = checkedResult(estimator, "estimate", await ask());
    if (given.every((one) => one === null))
      throw new Untried("It knows none of the requests. Give some that it knows.");
    return given;
  };
  const each = async (judge: (times: ServingTimes) => string | null) => {
    for (const times of await checked()) {
      const fault = times && judge(times);
      if (fault) return fault;
    }
    return null;
  };
  return [
    add("ESTIMATES_NOT_MATCHED", async () => {
      const given = await ask();
      if (!Array.isArray(given)) return `It gives ${quoted(given)}, which is no list.`;
      return given.length === asked.length ? null : `It gives ${given.length} estimates for ${asked.length} requests.`;
    }),
    add("ESTIMATE_NOT_ALLOWED", async () => {
      checkedResult(estimator, "estimate", await ask());
    }),
    add("ESTIMATE_NOT_REPEATABLE", async () => {
      const [first, second] = [JSON.stringify(await ask()), JSON.stringify(await ask())];
      return first === second ? null : `It gives ${quoted(first)} and then ${quoted(second)}.`;
    }),
    add("ESTIMATE_OF_PERCENTILE", () =>
      each(({ ttft, ttftP95, interTokenLatency, interTokenP95 }) =>
        ttftP95 < ttft / 2 || interTokenP95 < interTokenLatency / 2
          ? `Its means are ${ttft} and ${interTokenLatency} s, its 95th percentiles ${ttftP95} and ${interTokenP95} s.`
          : null,
      ),
    ),
    add("LARGER_BATCH_FASTER", async () => {
      const times = (await checked()).slice(0, MADE.length).flatMap((one) => one?.interTokenLatency ?? []);
      const at = times.findIndex((time, i) => i > 0 && time < times[i - 1]!);
      return at === -1 ? null : `The time between tokens falls from ${times[at - 1]} to ${times[at]} s.`;
    }),
    add("ERROR_NOT_STATED", () => (estimator.errors.length === 0 ? "Its list of errors is empty." : null)),
  ];
}
