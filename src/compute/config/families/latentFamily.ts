import type { Architecture } from "../../architecture/architecture.ts";
import type { FeedForward } from "../../architecture/feedForward.ts";
import type { Indexer } from "../../mixers/indexer.ts";
import type { LatentAttention } from "../../mixers/latentAttention.ts";
import type { Span } from "../../mixers/span.ts";
import type { ConfigFields } from "./configFields.ts";
import { firstDenseThenExperts } from "./expertLayers.ts";
import { dense, layer, layersOf, model } from "./layerParts.ts";
import { readDeepSeekMoe } from "./sharedExpertsFamily.ts";

/**
 * DeepSeek-V2 and V3, Kimi K2 and GLM-4.7-Flash have latent attention, dense first layers and then experts. DeepSeek-VL2-tiny
 * and DeepSeek-OCR have grouped queries instead: they say so by `use_mla`, or state no rank.
 */
export function readDeepSeek(fields: ConfigFields): Architecture {
  const hasLatent =
    fields.optionalText("model_type") !== "deepseek_v2" || (fields.optionalNumber("kv_lora_rank") ?? 0) > 0;
  if (!fields.flag("use_mla", hasLatent)) return readDeepSeekMoe(fields);
  return readLatent(
    fields,
    () => latentAttention(fields),
    (index) => firstDenseThenExperts(fields, index),
  );
}

/**
 * In DeepSeek-V3.2 and GLM-5 an indexer picks `index_topk` tokens for every layer. From GLM-5.2 on, layers of the type
 * `shared` take the tokens that the last `full` layer picked.
 */
export function readSparseDeepSeek(fields: ConfigFields): Architecture {
  const span: Span = { kind: "top", tokens: fields.number("index_topk") };
  const indexer: Indexer = {
    heads: fields.number("index_n_heads"),
    headDim: fields.number("index_head_dim"),
    queryInput: fields.number("q_lora_rank"),
    weightedHeads: true,
  };
  const types = fields.perLayer<string>("indexer_types", fields.number("num_hidden_layers"));
  return readLatent(
    fields,
    (index) => latentAttention(fields, { span, indexer: types?.[index] === "shared" ? null : indexer }),
    (index) => firstDenseThenExperts(fields, index),
  );
}

/** MiniCPM3 and Youtu have latent attention and a dense feed-forward, value heads as wide as hidden size over heads, and tied embeddings. */
export function readMiniCpm3(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const valueDim = fields.optionalNumber("v_head_dim") ?? hidden / fields.number("num_attention_heads");
  return readLatent(
    fields,
    () => latentAttention(fields, { valueDim }),
    () => dense(fields.number("intermediate_size"), hidden),
    true,
  );
}

function readLatent(
  fields: ConfigFields,
  mixer: (index: number) => LatentAttention,
  feedForward: (index: number) => FeedForward,
  tiedByDefault = false,
): Architecture {
  const hidden = fields.number("hidden_size");
  const layers = layersOf(fields.number("num_hidden_layers"), (index) =>
    layer(hidden, [mixer(index)], feedForward(index)),
  );
  return model(fields, layers, { tiedByDefault });
}

export interface LatentTraits {
  span?: Span;
  indexer?: Indexer | null;
  valueDim?: number;
  gateWidth?: number;
}

/** The two latents are normed, and so are the keys of an indexer; the norm of the keys has a bias. */
export function latentAttention(fields: ConfigFields, traits: LatentTraits = {}): LatentAttention {
  const queryRank = fields.optionalNumber("q_lora_rank");
  const kvRank = fields.number("kv_lora_rank");
  const { indexer = null } = traits;
  return {
    kind: "latent-attention",
    heads: fields.number("num_attention_heads"),
    queryRank,
    kvRank,
    nopeDim: fields.number("qk_nope_head_dim"),
    ropeDim: fields.number("qk_rope_head_dim"),
    valueDim: traits.valueDim ?? fields.number("v_head_dim"),
    span: traits.span ?? { kind: "all" },
    indexer,
    gateWidth: traits.gateWidth ?? 0,
    vectorWeights: (queryRank ?? 0) + kvRank + (indexer ? 2 * indexer.headDim : 0),
  };
}
