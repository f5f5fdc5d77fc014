import type { Architecture } from "../../architecture/architecture.ts";
import type { ConfigFields } from "./configFields.ts";
import { latentAttention } from "./latentFamily.ts";
import { experts, layer, layersOf, model } from "./layerParts.ts";

/**
 * LongCat-Flash has two latent attentions and two dense feed-forwards in each layer, and experts beside them. Some of the
 * experts return the token unchanged; a token visits `moe_topk` of all of them, so that on average those that compute
 * have their share of the visits (transformers' `modular_longcat_flash.py`; arXiv 2509.01322, §2.1).
 */
export function readLongCat(given: ConfigFields): Architecture {
  const fields = given.called({ num_layers: "num_hidden_layers" });
  const hidden = fields.number("hidden_size");
  const count = fields.number("n_routed_experts");
  const unchanged = fields.optionalNumber("zero_expert_num") ?? 0;
  const mixer = latentAttention(fields);
  const moe = experts({
    count,
    active: (fields.number("moe_topk") * count) / (count + unchanged),
    width: fields.number("expert_ffn_hidden_size"),
    sharedWidth: 2 * fields.number("ffn_hidden_size"),
    idle: unchanged > 0 ? { count: unchanged, width: 0 } : null,
  });
  const layers = layersOf(fields.number("num_layers"), () => layer(hidden, [mixer, mixer], moe, 4));
  return model(fields, layers);
}
