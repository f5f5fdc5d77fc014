import type { Architecture } from "../../architecture/architecture.ts";
import type { ConfigFields } from "./configFields.ts";
import { readDense } from "./denseFamily.ts";
import { headShape } from "./layerParts.ts";

/** ChatGLM and GLM-4-9B in the names of their makers: `multi_query_group_num` heads of keys, biases on queries, keys and values. */
export function readChatGlm(given: ConfigFields): Architecture {
  const fields = given.called({
    num_hidden_layers: "num_layers",
    intermediate_size: "ffn_hidden_size",
    head_dim: "kv_channels",
    vocab_size: "padded_vocab_size",
  });
  const shape = headShape(fields);
  const bias = fields.flag("add_bias_linear", false);
  return readDense(fields, {
    shape: fields.flag("multi_query_attention", false)
      ? { ...shape, kvHeads: fields.number("multi_query_group_num") }
      : shape,
    inputBias: fields.flag("add_qkv_bias", bias),
    outputBias: bias,
    feedForwardBias: bias,
  });
}

/** LLaDA in the names of its makers. It writes several tokens a pass; here each token counts as one pass. */
export function readLlada(given: ConfigFields): Architecture {
  const fields = given.called({
    hidden_size: "d_model",
    num_hidden_layers: "n_layers",
    num_attention_heads: "n_heads",
    num_key_value_heads: "n_kv_heads",
    intermediate_size: "mlp_hidden_size",
    tie_word_embeddings: "weight_tying",
  });
  const bias = fields.flag("include_bias", false);
  return readDense(fields, {
    inputBias: fields.flag("include_qkv_bias", bias),
    outputBias: bias,
    feedForwardBias: bias,
  });
}
