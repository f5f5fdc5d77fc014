import type { Architecture } from "../../architecture/architecture.ts";
import type { FeedForward } from "../../architecture/feedForward.ts";
import type { ConfigFields } from "./configFields.ts";
import { everyNthIsFull, windowsByLayerType } from "./denseFamily.ts";
import { deepSeekExperts, firstDenseThenExperts, qwenFeedForward, readMixture } from "./expertLayers.ts";
import { dense, experts, headShape } from "./layerParts.ts";
import { graniteFeedForward } from "./mambaFamily.ts";

/** Qwen1.5-MoE and Qwen2-MoE have biases on queries, keys and values, and a gated shared expert. */
export function readQwen2Moe(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  return readMixture(fields, {
    attention: () => ({ inputBias: fields.flag("qkv_bias", true) }),
    feedForward: (index) => qwenFeedForward(fields, index, hidden),
  });
}

/** OLMoE and FlexOlmo norm queries and keys over all heads; their experts are as wide as `intermediate_size`. */
export function readOlmoe(fields: ConfigFields): Architecture {
  const bias = fields.flag("attention_bias", false);
  return readMixture(fields, {
    attention: () => ({ inputBias: bias, outputBias: bias, queryKeyNorm: "all-heads" }),
    feedForward: () =>
      experts({
        count: fields.number("num_experts"),
        active: fields.number("num_experts_per_tok"),
        width: fields.number("intermediate_size"),
      }),
  });
}

/** dots.llm1 norms queries and keys, and has dense first layers. */
export function readDots1(fields: ConfigFields): Architecture {
  return readSharedExperts(fields, "head");
}

/** Hy 3 of Tencent norms queries and keys, and has one dense layer, its first. */
export function readHunyuan3(fields: ConfigFields): Architecture {
  return readSharedExperts(fields, "head", 1);
}

/** Solar Open has experts in every layer unless its config states dense first layers. */
export function readSolarOpen(fields: ConfigFields): Architecture {
  return readSharedExperts(fields, fields.flag("use_qk_norm", false) ? "head" : "none");
}

/** DeepSeek's first mixture of experts, and its later ones in their small sizes, have grouped queries instead of a latent. */
export function readDeepSeekMoe(fields: ConfigFields): Architecture {
  return readSharedExperts(fields, "none");
}

function readSharedExperts(fields: ConfigFields, queryKeyNorm: "none" | "head", denseByDefault = 0): Architecture {
  const bias = fields.flag("attention_bias", false);
  const span = windowsByLayerType(fields, () => true);
  return readMixture(fields, {
    attention: (index) => ({ inputBias: bias, outputBias: bias, queryKeyNorm, span: span(index) }),
    feedForward: (index) => denseThenExperts(fields, index, denseByDefault),
  });
}

/** K-EXAONE has windows in three of four layers, and dense first layers. */
export function readExaoneMoe(fields: ConfigFields): Architecture {
  const pattern = fields.optionalText("sliding_window_pattern");
  const every = pattern?.length ?? fields.optionalNumber("sliding_window_pattern") ?? 4;
  const span = windowsByLayerType(fields, everyNthIsFull(every));
  return readMixture(fields, {
    attention: (index) => ({ span: span(index), queryKeyNorm: "head" }),
    feedForward: (index) => denseThenExperts(fields, index, 1),
  });
}

/** Trinity (AFMoE) has an output gate, norms before and after each half, and windows in three of four layers. */
export function readAfmoe(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const shape = headShape(fields, 128);
  const every = fields.optionalNumber("global_attn_every_n_layers") ?? 4;
  const span = windowsByLayerType(fields, everyNthIsFull(every));
  const firstExperts = fields.optionalNumber("num_dense_layers") ?? 1;
  return readMixture(fields, {
    shape: () => shape,
    attention: (index) => ({
      span: span(index),
      queryKeyNorm: "head",
      gateWidth: shape.heads * shape.headDim,
    }),
    feedForward: (index) =>
      index < firstExperts ? dense(fields.number("intermediate_size"), hidden) : deepSeekExperts(fields),
    norms: 4,
  });
}

/** Granite 3 MoE. */
export function readGraniteMoe(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const bias = fields.flag("attention_bias", false);
  return readMixture(fields, {
    attention: () => ({ inputBias: bias, outputBias: bias }),
    feedForward: () => graniteFeedForward(fields, hidden),
  });
}

/** The layers that `mlp_layer_types` calls sparse have experts; without it, those after the dense first layers. */
function denseThenExperts(fields: ConfigFields, index: number, denseByDefault: number): FeedForward {
  const kinds = fields.perLayer<string>("mlp_layer_types", fields.number("num_hidden_layers"));
  if (kinds === null && fields.has("first_k_dense_replace")) return firstDenseThenExperts(fields, index);
  const isDense = kinds ? kinds[index] === "dense" : index < denseByDefault;
  return isDense ? dense(fields.number("intermediate_size"), fields.number("hidden_size")) : deepSeekExperts(fields);
}
