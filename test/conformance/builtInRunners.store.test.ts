import { describe, expect, it } from "vitest";
import { type RunnerSetup, runnerCases } from "../../src/conformance/runnerCases.ts";
import type { RunnerPlugin } from "../../src/plugins/contract/runner.ts";
import openai from "../../src/runners/openai.ts";
import sglang from "../../src/runners/sglang/sglang.ts";
import tgi from "../../src/runners/tgi/tgi.ts";
import vllm from "../../src/runners/vllm/vllm.ts";

const NO_LIST = "It reads the model from /info.";
const RUNNERS: [RunnerPlugin<any>, RunnerSetup][] = [
  [openai, {}],
  [vllm, { pages: { "/version": { version: "0.32.0" }, "/health": "", "/metrics": "vllm:num_requests_running 1\n" } }],
  [sglang, { pages: { "/ready": "", "/health": "", "/server_info": { version: "0.5.23", model_path: "m" } } }],
  [
    tgi,
    {
      pages: { "/health": "", "/info": { model_id: "m", version: "3.3.6", max_total_tokens: 4096 } },
      skip: { MODEL_NOT_CHECKED: NO_LIST, MODELS_NOT_READ: NO_LIST },
    },
  ],
];

describe.each(RUNNERS.map(([plugin, setup]) => [plugin.name, plugin, setup] as const))(
  "the runner %s",
  (_, plugin, setup) => {
    it.each(runnerCases(plugin, setup).map((one) => [one.code, one] as const))("%s", async (_, { skipped, run }) => {
      if (skipped === undefined) expect((await run()).outcome).not.toBe("skipped");
    });
  },
);
