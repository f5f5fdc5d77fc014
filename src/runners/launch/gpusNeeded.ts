import type { LaunchOptions } from "./options.ts";

/** The flags of vLLM, SGLang and TGI over whose values the GPUs of an engine multiply. */
const PARALLEL = {
  tensor: ["--tensor-parallel-size", "-tp", "--tp-size", "--tp", "--num-shard"],
  pipeline: ["--pipeline-parallel-size", "-pp", "--pp-size", "--pp"],
  data: ["--data-parallel-size", "-dp", "--dp-size", "--dp"],
};
/** With this flag SGLang's replicas share the GPUs over which the layers are split. */
const SHARED_REPLICAS = "--enable-dp-attention";

type Launch = Pick<LaunchOptions, "model" | "tensorParallel" | "flags" | "gpus">;

/** How many GPUs an engine takes: its tensor parallelism, times the stages and the replicas that its own flags ask for. */
export function gpusNeeded(launch: Launch): number {
  if (launch.gpus) return launch.gpus.length;
  const { tensorParallel, pipelineParallel, replicas } = splitOfLaunch(launch);
  return tensorParallel * pipelineParallel * replicas;
}

/** How an engine shares its model among its GPUs, by its tensor parallelism and its own flags. */
export function splitOfLaunch({ tensorParallel, flags = [] }: Launch) {
  const factor = (names: string[]) => lastValue(flags, names) ?? 1;
  return {
    tensorParallel: lastValue(flags, PARALLEL.tensor) ?? tensorParallel ?? 1,
    pipelineParallel: factor(PARALLEL.pipeline),
    replicas: flags.includes(SHARED_REPLICAS) ? 1 : factor(PARALLEL.data),
  };
}

/** The whole number that follows one of the flags, as a word of its own or after `=`; the last one holds. */
function lastValue(flags: readonly string[], names: readonly string[]): number | null {
  const values = flags.flatMap((word, i) => {
    const [name, joined] = word.split("=", 2);
    const value = Number(joined ?? flags[i + 1]);
    return names.includes(name!) && Number.isInteger(value) && value > 0 ? [value] : [];
  });
  return values.at(-1) ?? null;
}
