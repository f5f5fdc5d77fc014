import type { Architecture, LayerGroup } from "../architecture/architecture.ts";
import { ComputeError } from "../computeError.ts";
import { ConfigFields, isObject } from "./families/configFields.ts";

/** A low-rank adapter (LoRA, arXiv 2106.09685) as its `adapter_config.json` states it. */
export interface StatedAdapter {
  /** The name of the model that it changes. */
  base: string;
  /** What stands in the field `adapter` of the config of the changed model. */
  adapter: { r: number; target_modules: string | string[] };
}

/**
 * The adapter that a config describes; null for the config of a whole model.
 *
 * @throws ComputeError INCOMPLETE_CONFIG or UNSUPPORTED_CONFIG where it is no LoRA that can be counted.
 */
export function statedAdapter(config: unknown): StatedAdapter | null {
  if (!isObject(config) || config.peft_type === undefined) return null;
  const fields = new ConfigFields(config, "the adapter's config");
  if (config.peft_type !== "LORA") throw fields.unsupported("peft_type", "only LORA is known");
  const base = fields.optionalText("base_model_name_or_path");
  if (base === null) throw fields.missing(["base_model_name_or_path"], "the name of the base model");
  const target = fields.optionalText("target_modules") ?? fields.texts("target_modules");
  if (target.length === 0) throw fields.missing(["target_modules"], "a list of matrices");
  return { base, adapter: { r: fields.number("r"), target_modules: target } };
}

/** The matrices of attention and feed-forward, in the names that most models have for them. */
const MATRICES = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"] as const;
type Matrix = (typeof MATRICES)[number];

/**
 * The architecture with the two narrow matrices that an adapter adds beside each matrix that it changes. They count as an
 * engine runs them beside the base model; once merged into it they cost nothing.
 */
export function withAdapter(architecture: Architecture, adapter: ConfigFields): Architecture {
  const rank = adapter.number("r");
  const all = adapter.optionalText("target_modules") === "all-linear";
  const targets = all ? [...MATRICES] : adapter.texts("target_modules").map((name) => matrixNamed(name, adapter));
  const layers = architecture.layers.map((layer) => {
    const shapes = shapesOf(layer, architecture.hiddenSize);
    const widths = [...new Set(targets)].flatMap((target) => shapes[target] ?? []);
    return { ...layer, sideWeights: layer.sideWeights + rank * widths.reduce((sum, width) => sum + width, 0) };
  });
  if (layers.every((layer, index) => layer.sideWeights === architecture.layers[index]!.sideWeights)) {
    throw adapter.unsupported("target_modules", "no layer of the base model has such a matrix");
  }
  return { ...architecture, layers };
}

function matrixNamed(name: string, adapter: ConfigFields): Matrix {
  const last = name.split(".").at(-1);
  const found = MATRICES.find((matrix) => matrix === last);
  if (!found) throw adapter.unsupported("target_modules", `"${name.slice(0, 100)}" is none of ${MATRICES.join(", ")}`);
  return found;
}

/** The sum of rows and columns of each matrix of a layer. An adapter of routed experts is not known. */
function shapesOf(layer: LayerGroup, hidden: number): Partial<Record<Matrix, number>> {
  const mixer = layer.mixers.find(({ kind }) => kind === "attention");
  const width = layer.feedForward?.kind === "dense" ? layer.feedForward.width : null;
  return {
    ...(mixer?.kind === "attention" && {
      q_proj: hidden + mixer.heads * mixer.headDim,
      k_proj: hidden + mixer.kvHeads * mixer.headDim,
      v_proj: hidden + mixer.kvHeads * mixer.valueDim,
      o_proj: hidden + mixer.heads * mixer.valueDim,
    }),
    ...(width !== null && { gate_proj: hidden + width, up_proj: hidden + width, down_proj: hidden + width }),
  };
}

/** A config of the base model with the adapter in it. */
export function adaptedConfig(base: Record<string, unknown>, { adapter }: StatedAdapter): Record<string, unknown> {
  if (base.adapter !== undefined) {
    throw new ComputeError(
      "UNSUPPORTED_CONFIG",
      "The base model is an adapter itself: name the model that it changes.",
    );
  }
  return { ...base, adapter };
}
