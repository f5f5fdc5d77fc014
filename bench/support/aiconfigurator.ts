import { spawnSync } from "node:child_process";
import { sharersOf } from "../../src/compute/serving/split.ts";
import { type HeldOut, summary } from "./heldOutErrors.ts";

const MOST_OUTPUT = 64 * 1024 * 1024;

const SYSTEMS: Record<string, string> = {
  "H100-SXM": "h100_sxm",
  H200: "h200_sxm",
  B200: "b200_sxm",
  B300: "b300_sxm",
  GB200: "gb200",
};
const BACKENDS = { VLLM: "vllm", SGLANG: "sglang", TENSORRT_LLM: "trtllm" };

/**
 * The errors of both estimators on the measurements of the silicon sample that aiconfigurator answers, by engine: on about
 * `count` of them, evenly spread over all, since each takes aiconfigurator up to a second.
 */
export function comparePython(
  python: string,
  held: readonly HeldOut[],
  count: number,
): Record<string, string | number>[] {
  const silicon = held.filter(({ row }) => row.source === "silicon");
  const every = Math.max(1, Math.floor(silicon.length / count));
  const compared = silicon.filter((_, i) => i % every === 0);
  const theirs = estimatesOf(python, compared);
  const both = compared.flatMap((one, i) => {
    const estimate = theirs[i];
    return estimate ? [{ one, theirs: estimate / 1000 / one.row.timePerToken }] : [];
  });
  const groups: [string, typeof both][] = [["all", both], ...Map.groupBy(both, ({ one }) => one.row.target.engine)];
  return groups.flatMap(([of, rows]) => [
    { of, by: "these profiles, the model left out", ...shown(rows.map(({ one }) => one.quotient)) },
    { of, by: "aiconfigurator", ...shown(rows.map(({ theirs: quotient }) => quotient)) },
  ]);
}

function estimatesOf(python: string, compared: readonly HeldOut[]): (number | null)[] {
  const input = JSON.stringify(compared.map(argumentsOf));
  const run = spawnSync(python, ["bench/support/aiconfigurator_times.py"], {
    input,
    encoding: "utf8",
    maxBuffer: MOST_OUTPUT,
  });
  const line = run.stdout?.split("\n").find((text) => text.startsWith("estimates: "));
  if (!line) throw new Error(`${python} gave no estimates: ${run.stderr?.slice(-2000) ?? run.error?.message}`);
  return JSON.parse(line.slice("estimates: ".length));
}

function argumentsOf({ row }: HeldOut) {
  const { target, promptTokens, outputTokens, given } = row;
  const { split } = target;
  const sharers = sharersOf(split);
  return {
    model_path: given!.model_path,
    system_name: SYSTEMS[target.accelerator.slug],
    backend_name: BACKENDS[target.engine],
    isl: promptTokens,
    osl: outputTokens,
    batch_size: Math.max(1, Math.round(target.batch / split.attention)),
    tp_size: split.tensor,
    attention_dp_size: split.attention,
    moe_tp_size: sharers / split.expert,
    moe_ep_size: split.expert,
    gemm_quant_mode: given!.gemm_quant_mode || null,
    moe_quant_mode: given!.moe_quant_mode || null,
  };
}

function shown(quotients: readonly number[]): Record<string, string | number> {
  const { rows, mean, median, geometricMean } = summary(quotients);
  return { rows, "mean %": mean.toFixed(1), "median %": median.toFixed(1), "geometric mean": geometricMean.toFixed(2) };
}
