import type { ErrorFactors } from "../../compute/serving/estimateErrors.ts";
import {
  type EstimateRequest,
  type Estimator,
  modelKindOf,
  type TimeEstimate,
} from "../../compute/serving/estimator.ts";
import type { EstimatorPlugin, ServingRequest } from "../contract/estimator.ts";
import { checkedResult, invalidResult } from "./checkedResult.ts";
import { pluginFailed } from "./pluginFailed.ts";
import { createPluginProcess, DEADLINES, type PluginProcess } from "./pluginProcess.ts";

/** A process that was not asked for so long is ended; the next request starts it again. */
const IDLE_MS = 60_000;

/**
 * The code of an estimator: in a process of its own where it comes from a module, else in this one. What it gives is checked.
 * It fails as a `PluginError` that names the plugin.
 */
export function estimatorCode(
  plugin: EstimatorPlugin,
  module: string | null,
  options: unknown,
  deadlines = DEADLINES,
): Estimator {
  const { name, version, errors } = plugin;
  let own: PluginProcess | null = null;
  let idle: NodeJS.Timeout | undefined;
  const ask = async (requests: ServingRequest[]): Promise<unknown> => {
    if (module === null) return estimatedHere(plugin, requests, options);
    clearTimeout(idle);
    own ??= createPluginProcess({ module, name, version, kind: "estimator" }, deadlines);
    try {
      return await own.call({ method: "estimate", requests, options });
    } finally {
      idle = setTimeout(() => {
        void own?.close();
        own = null;
      }, IDLE_MS).unref();
    }
  };
  return {
    name,
    version,
    async estimateAll(requests) {
      const given: (TimeEstimate | null)[] = checkedResult(plugin, "estimate", await ask(requests.map(requestOf)));
      if (given.length === requests.length) return given;
      throw invalidResult(plugin, "estimate", `${given.length} estimates for ${requests.length} requests`);
    },
    errorOf(architecture, { engine, accelerator }) {
      const kind = modelKindOf(architecture);
      const cells = errors.filter((one) => one.engine === engine && one.models === kind);
      const cell =
        cells.find((one) => one.accelerator === accelerator.slug) ?? cells.find((one) => one.accelerator === undefined);
      return cell ? { ...cell, factors: UNKNOWN_FACTORS } : null;
    },
  };
}

/** A plugin states no range of its errors. */
const UNKNOWN_FACTORS: ErrorFactors = [0, Number.POSITIVE_INFINITY];

function requestOf({ model, config, serving, lengths }: EstimateRequest): ServingRequest {
  const { accelerator, engine, version, precision, cacheBits, split, batch } = serving;
  return {
    ...{
      model,
      config,
      accelerator: accelerator.slug,
      engine,
      engineVersion: version,
      precision,
      kvCacheBits: cacheBits,
    },
    ...{ tensorParallel: split.tensor, attentionParallel: split.attention },
    ...{ pipelineParallel: split.pipeline, expertParallel: split.expert, batch, ...lengths },
  };
}

async function estimatedHere(plugin: EstimatorPlugin, requests: ServingRequest[], options: unknown): Promise<unknown> {
  try {
    return await plugin.estimate(requests, options);
  } catch (error) {
    throw pluginFailed(plugin, "estimate", error);
  }
}
