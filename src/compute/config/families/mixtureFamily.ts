import type { Architecture } from "../../architecture/architecture.ts";
import type { ConfigFields } from "./configFields.ts";
import { windowsByLayerType } from "./denseFamily.ts";
import { firstDenseThenExperts, localExperts, qwenFeedForward, readMixture } from "./expertLayers.ts";
import { dense, experts, windowOrAll } from "./layerParts.ts";

/** Qwen3-MoE and the language part of Qwen3-VL-MoE have experts in every `decoder_sparse_step`-th layer. */
export function readQwen3Moe(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const bias = fields.flag("attention_bias", false);
  return readMixture(fields, {
    attention: () => ({ inputBias: bias, outputBias: bias, queryKeyNorm: "head" }),
    feedForward: (index) => qwenFeedForward(fields, index, hidden),
  });
}

/** Mixtral and MiniMax-M2 have experts in every layer, none of them shared; MiniMax-M2 also norms queries and keys. */
export function readMixtral(fields: ConfigFields): Architecture {
  const norm = fields.flag("use_qk_norm", false) ? "all-heads" : "none";
  return readMixture(fields, {
    attention: () => ({ span: windowOrAll(fields.optionalNumber("sliding_window")), queryKeyNorm: norm }),
    feedForward: () => localExperts(fields),
  });
}

/** Phi-3.5-MoE has biases on attention and head, and norms with a bias. */
export function readPhiMoe(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const bias = fields.flag("attention_bias", false);
  const headBias = fields.flag("lm_head_bias", false) ? fields.number("vocab_size") : 0;
  return readMixture(fields, {
    attention: () => ({
      span: windowOrAll(fields.optionalNumber("sliding_window")),
      inputBias: bias,
      outputBias: bias,
    }),
    feedForward: () => localExperts(fields),
    norms: 4,
    vectorWeights: 2 * hidden + headBias,
  });
}

/** gpt-oss has windows in every second layer from the first on, sinks, and biases in attention, router and experts. */
export function readGptOss(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const bias = fields.flag("attention_bias", true);
  const span = windowsByLayerType(fields, (index) => index % 2 === 1);
  const moe = localExperts(fields);
  return readMixture(fields, {
    attention: (index) => ({ span: span(index), inputBias: bias, outputBias: bias, sinks: true }),
    feedForward: () => ({ ...moe, vectorWeights: moe.count, expertVectorWeights: 2 * moe.width + hidden }),
  });
}

/** GLM-4.5 to 4.7 have biases on queries, keys and values, and dense first layers. */
export function readGlm4Moe(fields: ConfigFields, biasByDefault = false): Architecture {
  return readMixture(fields, {
    attention: () => ({
      inputBias: fields.flag("attention_bias", biasByDefault),
      queryKeyNorm: fields.flag("use_qk_norm", false) ? "head" : "none",
    }),
    feedForward: (index) => firstDenseThenExperts(fields, index),
  });
}

/** GLM-4.5V has biases unless its config states otherwise. */
export function readGlm4vMoe(fields: ConfigFields): Architecture {
  return readGlm4Moe(fields, true);
}

/** Hunyuan states the widths, experts and shared experts of each layer; in Hunyuan-Large layers share keys and values. */
export function readHunyuan(fields: ConfigFields): Architecture {
  const sharing = fields.flag("use_cla", false) ? (fields.optionalNumber("cla_share_factor") ?? 2) : 1;
  return readMixture(fields, {
    attention: (index) => ({
      queryKeyNorm: fields.flag("use_qk_norm", false) ? "head" : "none",
      sharesCache: index % sharing !== 0,
    }),
    feedForward: (index) => {
      const width = fields.numberAt(
        fields.has("moe_intermediate_size") ? "moe_intermediate_size" : "intermediate_size",
        index,
      );
      return experts({
        count: fields.number("num_experts"),
        active: fields.numberAt("moe_topk", index),
        width,
        sharedWidth: (fields.has("num_shared_expert") ? fields.numberAt("num_shared_expert", index) : 1) * width,
      });
    },
  });
}

/** ERNIE 4.5 MoE has experts from one layer to another, and tied embeddings. */
export function readErnieMoe(fields: ConfigFields): Architecture {
  const count = fields.number("num_hidden_layers");
  const last = fields.optionalLayerIndex("moe_layer_end_index", count) ?? count;
  const first = fields.number("moe_layer_start_index");
  const interval = fields.number("moe_layer_interval");
  const width = fields.number("moe_intermediate_size");
  return readMixture(fields, {
    tiedByDefault: true,
    feedForward: (index) =>
      index >= first && index <= last && (index + 1) % interval === 0
        ? experts({
            count: fields.number("moe_num_experts"),
            active: fields.number("moe_k"),
            width,
            sharedWidth: (fields.optionalNumber("moe_num_shared_experts") ?? 0) * width,
          })
        : dense(fields.number("intermediate_size"), fields.number("hidden_size")),
  });
}
