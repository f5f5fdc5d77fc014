import { type EngineProgram, flag } from "../launch/engineProgram.ts";

const COMMAND = ["python3", "-m", "sglang.launch_server"];

/** How to launch SGLang. Its flags are those of 0.5.23 (`--help`). */
export const sglangProgram: EngineProgram = {
  name: "sglang",
  title: "SGLang",
  port: 30000,
  command: COMMAND,
  image: { command: COMMAND, modelCache: "/root/.cache/huggingface", sharedCache: "." },
  hostFlag: "--host",
  // Without this flag SGLang has no /metrics.
  fixedFlags: ["--enable-metrics"],
  flags: {
    model: flag("--model-path"),
    servedModelName: flag("--served-model-name"),
    tensorParallel: flag("--tensor-parallel-size"),
    dtype: flag("--dtype"),
    quantization: flag("--quantization"),
    contextLength: flag("--context-length"),
    memoryShare: flag("--mem-fraction-static"),
    reasoningParser: flag("--reasoning-parser"),
    maxSequences: flag("--max-running-requests"),
  },
};
