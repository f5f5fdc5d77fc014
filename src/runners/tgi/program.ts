import { type EngineProgram, flag } from "../launch/engineProgram.ts";

/** How to launch TGI. Its flags are those of 3.3.6-dev0 (`launcher/src/main.rs`). */
export const tgiProgram: EngineProgram = {
  name: "tgi",
  title: "TGI",
  port: 3000,
  command: ["text-generation-launcher"],
  image: { command: [], modelCache: "/data", sharedCache: "hub" },
  hostFlag: "--hostname",
  fixedFlags: [],
  flags: {
    model: flag("--model-id"),
    servedModelName: null,
    tensorParallel: flag("--num-shard"),
    dtype: flag("--dtype"),
    quantization: flag("--quantize"),
    // TGI limits prompts separately, to 4,095 tokens by default, and a prompt must leave room for one token.
    contextLength: (tokens) => ["--max-total-tokens", String(tokens), "--max-input-tokens", String(tokens - 1)],
    memoryShare: flag("--cuda-memory-fraction"),
    reasoningParser: null,
    // TGI refuses the requests above this number; the size of its batch is limited by tokens.
    maxSequences: flag("--max-concurrent-requests"),
  },
};
