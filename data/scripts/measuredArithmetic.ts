/**
 * Measures the tiny trained models on a real vLLM, launched by the runner, and writes the runs as the package's own:
 * `VLLM_PYTHON=… node data/scripts/measuredArithmetic.ts [folder of models]`.
 */

import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { createEvaluation } from "../../src/evaluation/evaluation.ts";
import { loadPlugins } from "../../src/evaluation/loadPlugins.ts";
import { COMMAND } from "../../src/evaluation/permission/command.ts";
import { openQueue } from "../../src/evaluation/queue.ts";
import { startWorker } from "../../src/evaluation/worker.ts";
import { addModel } from "../../src/recording/addModel.ts";
import { exportRun } from "../../src/recording/exportRun.ts";
import { readMeasuredRun } from "../../src/recording/measuredRuns.ts";
import type { RunSubmission } from "../../src/recording/submitted/submission.ts";
import type { LaunchOptions } from "../../src/runners/launch/options.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { installedEngines, modelsFolder } from "../../test/realEngines/installed.ts";
import { writeBundled } from "./bundledFormat.ts";

export const BUDGETS = ["off", "0", "4", "8", "16", "24", "32", "48", "full"];

/** Runs `arithmetic` in each way of thinking on an engine that is launched once for each model; all runs, in order. */
export async function measureArithmetic(
  store: Store,
  engine: { name: string; launchOptions(model: string): LaunchOptions },
  models: string[],
  thinking: string[],
  log: (line: string) => void,
): Promise<RunSubmission[]> {
  const { registry } = await loadPlugins(process.cwd(), store.metrics);
  const queue = await openQueue(store);
  const evaluation = await createEvaluation(store, queue, registry);
  const worker = await startWorker({ store, plugins: registry, cacheFolder: "", log }, queue, [engine.name]);
  const submissions: RunSubmission[] = [];
  try {
    for (const name of models) {
      const config = readFileSync(join(modelsFolder, name, "config.json"), "utf8");
      await addModel(store, { slug: `paretograph/${name}`, config, source: `${name}/config.json` });
      const ids = await evaluation.startRuns(
        {
          model: `paretograph/${name}`,
          benchmarks: ["arithmetic"],
          lab: "paretograph",
          runner: engine.name,
          runnerOptions: { launch: engine.launchOptions(name) },
          thinking,
          temperature: 0,
          frequencyPenalty: 0,
          mostConcurrent: 32,
          dataFile: join(modelsFolder, "arith-test.jsonl"),
        },
        COMMAND,
      );
      for (const id of ids) {
        for await (const { status, message } of evaluation.follow(id)) if (message) log(`${status} ${message}`);
        const run = (await readMeasuredRun(store, id))!;
        if (run.status !== "SUCCEEDED") throw new Error(`${name} ${run.mode}: ${run.status} ${run.error}`);
        log(`${name} ${run.mode}: accuracy ${run.accuracy}, output tokens ${run.output_tokens}`);
        submissions.push(await exportRun(store, run));
      }
    }
    return submissions;
  } finally {
    await worker.stop();
    await queue.stop();
  }
}

/** The recipe without the paths of the machine that measured. */
function portable({ recipe, ...run }: RunSubmission): RunSubmission {
  const text = JSON.stringify(recipe, (_, value) =>
    typeof value === "string" && value.startsWith("/") ? basename(value) : value,
  );
  return { ...run, recipe: JSON.parse(text) };
}

if (import.meta.main) {
  const vllm = installedEngines().installed.find(({ program }) => program.name === "vllm");
  if (!vllm) throw new Error("VLLM_PYTHON names no Python with vLLM (docs/runners.md says how to have one).");
  const store = await openStore({});
  const measured = await measureArithmetic(
    store,
    { name: "vllm", launchOptions: vllm.launchOptions },
    ["arith-xs", "arith-s", "arith-moe"],
    BUDGETS,
    console.log,
  );
  await store.close();
  writeBundled(
    {
      lab: { slug: "paretograph", name: "Paretograph", url: null },
      url: null,
      license: "Apache-2.0",
      publishedOn: null,
      notes:
        "Measured by this software: three tiny models trained on sums, served by a real vLLM on a CPU, greedy, in several thinking budgets, on 300 chains of additions and subtractions.",
    },
    measured.map(portable).map(({ lab: _, ...run }) => ({ ...run, key: `${run.model.split("/")[1]} ${run.mode}` })),
  );
}
