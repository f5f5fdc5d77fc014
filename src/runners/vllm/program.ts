import { type EngineProgram, flag } from "../launch/engineProgram.ts";

/** How to launch vLLM. Its flags are those of 0.32.0 (`--help=all`) and have been the same since 0.8.5. */
export const vllmProgram: EngineProgram = {
  name: "vllm",
  title: "vLLM",
  port: 8000,
  command: ["python3", "-m", "vllm.entrypoints.openai.api_server"],
  image: { command: [], modelCache: "/root/.cache/huggingface", sharedCache: "." },
  hostFlag: "--host",
  fixedFlags: [],
  flags: {
    model: flag("--model"),
    servedModelName: flag("--served-model-name"),
    tensorParallel: flag("--tensor-parallel-size"),
    dtype: flag("--dtype"),
    quantization: flag("--quantization"),
    contextLength: flag("--max-model-len"),
    memoryShare: flag("--gpu-memory-utilization"),
    reasoningParser: flag("--reasoning-parser"),
    maxSequences: flag("--max-num-seqs"),
  },
};
