import type { Architecture } from "../../architecture/architecture.ts";
import type { ConfigFields } from "./configFields.ts";
import { readMixture } from "./expertLayers.ts";
import { dense, experts } from "./layerParts.ts";

/**
 * ERNIE 4.5 VL has experts for text and narrower experts for images, of which a token of text visits none; both kinds
 * belong to the language part. Fields that are lists state the value for text first;
 * one width alone is that of the experts for text (transformers'
 * `modular_ernie4_5_vl_moe.py`).
 */
export function readErnieVl(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const count = fields.number("num_hidden_layers");
  const kinds = fields.perLayer<string>("mlp_layer_types", count);
  const bias = fields.flag("use_bias", false);
  const width = fields.numberAt("moe_intermediate_size", TEXT);
  const moe = experts({
    count: fields.numberAt("moe_num_experts", TEXT),
    active: fields.number("moe_k"),
    width,
    sharedWidth: (fields.optionalNumber("moe_num_shared_experts") ?? 2) * width,
    idle: fields.isList("moe_intermediate_size")
      ? {
          count: fields.numberAt("moe_num_experts", IMAGES),
          width: fields.numberAt("moe_intermediate_size", IMAGES),
        }
      : null,
  });
  const first = fields.has("moe_layer_start_index") ? fields.numberAt("moe_layer_start_index", TEXT) : 1;
  const last = fields.has("moe_layer_end_index") ? fields.numberAt("moe_layer_end_index", TEXT) : count;
  const interval = fields.optionalNumber("moe_layer_interval") ?? 1;
  const isSparse = (index: number) =>
    kinds ? kinds[index] === "sparse" : index >= first && index <= last && (index + 1) % interval === 0;
  return readMixture(fields, {
    tiedByDefault: true,
    attention: () => ({ inputBias: bias, outputBias: bias }),
    feedForward: (index) => (isSparse(index) ? moe : dense(fields.number("intermediate_size"), hidden, { bias })),
  });
}

const TEXT = 0;
const IMAGES = 1;
