import type { Architecture } from "../../architecture/architecture.ts";
import type { FeedForward } from "../../architecture/feedForward.ts";
import type { Mixer } from "../../mixers/mixer.ts";
import { ConfigFields } from "./configFields.ts";
import { attention, dense, layer, layersOf, model, windowOrAll } from "./layerParts.ts";

/** Feed-forward widths are rounded up to a multiple of this (DeciLM's `_find_multiple`). */
const WIDTH_MULTIPLE = 256;

/**
 * Llama models pruned by neural architecture search (Nemotron Super and Ultra). `block_configs` states for each layer
 * whether it has attention and a feed-forward, how many heads share a key, and how wide the feed-forward is: two thirds of
 * `ffn_mult` times the hidden size (`modeling_decilm.py`). A half that is left out has no norm either.
 */
export function readNemotronNas(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const count = fields.number("num_hidden_layers");
  const blocks = fields.perLayer<unknown>("block_configs", count);
  if (!blocks) throw fields.missing(["block_configs"], "a list with one entry a layer");
  const layers = layersOf(count, (index) => {
    const block = new ConfigFields(blocks[index], `block_configs[${index}]`);
    const mixers = prunedAttention(block.object("attention"), fields, hidden);
    const feedForward = prunedFeedForward(block.object("ffn"), hidden);
    return layer(hidden, mixers, feedForward, mixers.length + (feedForward ? 1 : 0));
  });
  return model(fields, layers);
}

function prunedAttention(block: ConfigFields, fields: ConfigFields, hidden: number): Mixer[] {
  if (block.flag("no_op", false)) return [];
  refuseLinear(block);
  const heads = fields.number("num_attention_heads");
  const shape = { heads, kvHeads: heads / block.number("n_heads_in_group"), headDim: hidden / heads };
  return [attention(shape, hidden, { span: windowOrAll(block.optionalNumber("window_length")) })];
}

function prunedFeedForward(block: ConfigFields, hidden: number): FeedForward | null {
  if (block.flag("no_op", false)) return null;
  refuseLinear(block);
  const width = Math.floor((2 * block.number("ffn_mult") * hidden) / 3);
  return dense(Math.ceil(width / WIDTH_MULTIPLE) * WIDTH_MULTIPLE, hidden);
}

function refuseLinear(block: ConfigFields): void {
  if (block.flag("replace_with_linear", false))
    throw block.unsupported("replace_with_linear", "a layer that is one matrix");
}
