import type { Architecture, Layer } from "../../architecture/architecture.ts";
import type { StateSpace } from "../../mixers/stateSpace.ts";
import type { ConfigFields } from "./configFields.ts";
import { attention, dense, experts, type HeadShape, headShape, layer, layersOf, model } from "./layerParts.ts";

/** The letters of `hybrid_override_pattern` in the words of `layers_block_type`. */
const BLOCK_OF_LETTER: Record<string, string> = { M: "mamba", "*": "attention", "-": "mlp", E: "moe" };

/**
 * In Nemotron-H to Nemotron 3 each layer is a Mamba-2 mixer, attention, a feed-forward or experts, with one norm.
 * Feed-forwards have two matrices (transformers' `modeling_nemotron_h.py`).
 */
export function readNemotronH(fields: ConfigFields): Architecture {
  const blocks = nemotronBlocks(fields);
  const kinds = new Map<string, Layer>();
  const layers = blocks.map((block) => {
    const known = kinds.get(block) ?? nemotronLayer(fields, block);
    kinds.set(block, known);
    return known;
  });
  return model(fields, layers, { vocabularyByDefault: 131_072 });
}

function nemotronBlocks(fields: ConfigFields): string[] {
  const pattern = fields.optionalText("hybrid_override_pattern");
  if (pattern) return [...pattern].map((letter) => BLOCK_OF_LETTER[letter] ?? letter);
  const types = fields.texts("layers_block_type");
  if (types.length === 0)
    throw fields.missing(["hybrid_override_pattern", "layers_block_type"], "a kind for each layer");
  return types;
}

function nemotronLayer(fields: ConfigFields, block: string): Layer {
  const hidden = fields.number("hidden_size");
  switch (block) {
    case "mamba":
      return layer(hidden, [nemotronMamba(fields, hidden)], null, 1);
    case "attention":
      return layer(hidden, [attention(headShape(fields, 128), hidden)], null, 1);
    case "mlp":
      return layer(hidden, [], dense(fields.number("intermediate_size"), hidden, { gated: false }), 1);
    case "moe":
      return layer(hidden, [], nemotronExperts(fields), 1);
    default:
      throw fields.unsupported("hybrid_override_pattern", `a layer of the kind "${block}"`);
  }
}

function nemotronMamba(fields: ConfigFields, hidden: number): StateSpace {
  const heads = fields.number("mamba_num_heads");
  const headDim = fields.number("mamba_head_dim");
  return stateSpace({
    heads,
    headDim,
    stateSize: fields.number("ssm_state_size"),
    groups: fields.number("n_groups"),
    convolution: fields.optionalNumber("conv_kernel") ?? 4,
    convolutionBias: fields.flag("use_conv_bias", true),
    norm: heads * headDim,
    projectionBias: fields.flag("use_bias", false) ? hidden : null,
  });
}

function nemotronExperts(fields: ConfigFields) {
  const shared = fields.optionalNumber("n_shared_experts") ?? 1;
  return experts({
    count: fields.number("n_routed_experts"),
    active: fields.number("num_experts_per_tok"),
    width: fields.number("moe_intermediate_size"),
    gated: false,
    latentSize: fields.optionalNumber("moe_latent_size"),
    sharedWidth: shared * fields.number("moe_shared_expert_intermediate_size"),
  });
}

/** Falcon-H1 has attention and Mamba-2 side by side in every layer (transformers' `modeling_falcon_h1.py`). */
export function readFalconH1(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const heads = fields.number("mamba_n_heads");
  const headDim = fields.optionalNumber("mamba_d_head") ?? fields.number("mamba_d_ssm") / heads;
  const mamba = stateSpace({
    heads,
    headDim,
    stateSize: fields.number("mamba_d_state"),
    groups: fields.number("mamba_n_groups"),
    convolution: fields.number("mamba_d_conv"),
    convolutionBias: fields.flag("mamba_conv_bias", true),
    norm: fields.flag("mamba_rms_norm", false) ? heads * headDim : 0,
    projectionBias: fields.flag("mamba_proj_bias", false) ? hidden : null,
  });
  const shape: HeadShape = headShape(fields);
  const feedForward = dense(fields.number("intermediate_size"), hidden);
  const layers = layersOf(fields.number("num_hidden_layers"), () =>
    layer(hidden, [attention(shape, hidden), mamba], feedForward),
  );
  return model(fields, layers);
}

interface StateSpaceShape extends Omit<StateSpace, "kind" | "vectorWeights"> {
  convolutionBias: boolean;
  /** The weights of the gated norm after the scan. */
  norm: number;
  /** The width of the output projection's bias; null where projections have no bias. */
  projectionBias: number | null;
}

/** Decay, skip and the bias of the step are one weight a head each. */
export function stateSpace({ convolutionBias, norm, projectionBias, ...shape }: StateSpaceShape): StateSpace {
  const inner = shape.heads * shape.headDim;
  const convolved = inner + 2 * shape.groups * shape.stateSize;
  const biases =
    (convolutionBias ? convolved : 0) +
    (projectionBias === null ? 0 : inner + convolved + shape.heads + projectionBias);
  return { kind: "state-space", ...shape, vectorWeights: biases + norm + 3 * shape.heads };
}
