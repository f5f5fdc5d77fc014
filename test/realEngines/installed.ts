import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Engine, RunnerPlugin } from "../../src/plugins/contract/runner.ts";
import type { EngineProgram } from "../../src/runners/launch/engineProgram.ts";
import { type LaunchOptions, launchOptions } from "../../src/runners/launch/options.ts";
import { sglangProgram } from "../../src/runners/sglang/program.ts";
import sglang from "../../src/runners/sglang/sglang.ts";
import { vllmProgram } from "../../src/runners/vllm/program.ts";
import vllm from "../../src/runners/vllm/vllm.ts";

/** An engine that is installed on this machine, and how to launch it on a CPU with one of the tiny models. */
export interface InstalledEngine {
  program: EngineProgram;
  launchOptions(model: string): LaunchOptions;
  attach(endpoint: string): Promise<Engine>;
}

/** The folder of the tiny trained models: ARITH_MODELS, by default beside the repository. */
export const modelsFolder = resolve(
  process.env.ARITH_MODELS ?? join(import.meta.dirname, "../../../shared/data/engines/models"),
);

const OFFLINE = { HF_HUB_OFFLINE: "1", TRANSFORMERS_OFFLINE: "1", DO_NOT_TRACK: "1" };
const common = (name: string) => ({
  model: join(modelsFolder, name),
  servedModelName: name,
  dtype: "bfloat16",
  contextLength: 512,
  reasoningParser: "qwen3",
  // Most of the time goes into imports, which take minutes on a busy machine.
  readyWithin: 600,
  stopWithin: 30,
});

const KNOWN: { variable: string; module: string; of(python: string): InstalledEngine }[] = [
  {
    variable: "VLLM_PYTHON",
    module: "vllm",
    of: (python) => ({
      program: vllmProgram,
      launchOptions: (name) =>
        launchOptions.parse({
          ...common(name),
          command: [python, "-m", "vllm.entrypoints.openai.api_server"],
          maxSequences: 32,
          flags: ["--enforce-eager"],
          environment: {
            ...OFFLINE,
            VLLM_NO_USAGE_STATS: "1",
            VLLM_CPU_KVCACHE_SPACE: "1",
            VLLM_CPU_OMP_THREADS_BIND: "nobind",
            VLLM_HOST_IP: "127.0.0.1",
          },
        }),
      attach: (endpoint) => attachTo(vllm, endpoint),
    }),
  },
  {
    variable: "SGLANG_PYTHON",
    module: "sglang",
    of: (python) => ({
      program: sglangProgram,
      launchOptions: (name) =>
        launchOptions.parse({
          ...common(name),
          command: [python, "-m", "sglang.launch_server"],
          gpus: [],
          memoryShare: 0.05,
          flags: ["--device", "cpu", "--disable-overlap-schedule", "--enable-custom-logit-processor"],
          environment: { ...OFFLINE, SGLANG_USE_CPU_ENGINE: "1" },
        }),
      attach: (endpoint) => attachTo(sglang, endpoint),
    }),
  },
];

function attachTo(plugin: RunnerPlugin<any>, endpoint: string): Promise<Engine> {
  const context = { signal: new AbortController().signal, log: () => {} };
  return plugin.open(plugin.options.parse({ endpoint }), context);
}

interface Search {
  installed: InstalledEngine[];
  /** A line for each engine or model that is not there. */
  missing: string[];
  /** A line for each engine that a variable names and that is not there. */
  wrong: string[];
}

/** Looks for the engines in the Pythons of VLLM_PYTHON and SGLANG_PYTHON, or in the `python3` on PATH. */
export function installedEngines(): Search {
  const search: Search = { installed: [], missing: [], wrong: [] };
  if (!existsSync(join(modelsFolder, "arith-s", "config.json"))) {
    search.missing.push(`No tiny models in ${modelsFolder}: set ARITH_MODELS to their folder.`);
    return search;
  }
  for (const { variable, module, of } of KNOWN) {
    const python = process.env[variable];
    if (hasModule(python ?? "python3", module)) search.installed.push(of(python ?? "python3"));
    else if (python) search.wrong.push(`${variable} is ${python}, which has no ${module}.`);
    else search.missing.push(`No ${module}: set ${variable} to a Python that has it (docs/runners.md says how).`);
  }
  return search;
}

function hasModule(python: string, module: string): boolean {
  const find = `import importlib.util, sys; sys.exit(importlib.util.find_spec("${module}") is None)`;
  return spawnSync(python, ["-c", find], { stdio: "ignore" }).status === 0;
}
