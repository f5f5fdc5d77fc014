import type { Architecture } from "../../architecture/architecture.ts";
import type { ConfigFields } from "./configFields.ts";
import { readDense } from "./denseFamily.ts";
import { headShape } from "./layerParts.ts";

/** GPT-NeoX and Pythia have biases everywhere, norms with a bias, and feed-forwards without a gate. */
export function readGptNeoX(fields: ConfigFields): Architecture {
  const bias = fields.flag("attention_bias", true);
  return readDense(fields, {
    inputBias: bias,
    outputBias: bias,
    feedForwardBias: true,
    gated: false,
    norms: 4,
    finalNorms: 2,
  });
}

/** Nemotron 3, 4 and Minitron have norms with a bias, and feed-forwards with a squared ReLU instead of a gate. */
export function readNemotron(fields: ConfigFields): Architecture {
  const bias = fields.flag("attention_bias", false);
  return readDense(fields, {
    inputBias: bias,
    outputBias: bias,
    feedForwardBias: fields.flag("mlp_bias", false),
    gated: false,
    norms: 4,
    finalNorms: 2,
  });
}

/** AFM-4.5B of Arcee has feed-forwards with a squared ReLU instead of a gate. */
export function readArcee(fields: ConfigFields): Architecture {
  const bias = fields.flag("attention_bias", false);
  return readDense(fields, {
    inputBias: bias,
    outputBias: bias,
    feedForwardBias: fields.flag("mlp_bias", false),
    gated: false,
  });
}

/** Apertus norms queries and keys; the activation of its feed-forwards, which have no gate, has two weights. */
export function readApertus(fields: ConfigFields): Architecture {
  const bias = fields.flag("attention_bias", false);
  return readDense(fields, {
    inputBias: bias,
    outputBias: bias,
    queryKeyNorm: fields.flag("qk_norm", true) ? "head" : "none",
    feedForwardBias: fields.flag("mlp_bias", false),
    gated: false,
    feedForwardVectors: 2,
  });
}

/** StarCoder 2 has norms with a bias, and ties its embeddings. */
export function readStarCoder2(fields: ConfigFields): Architecture {
  const bias = fields.flag("use_bias", true);
  return readDense(fields, {
    inputBias: bias,
    outputBias: bias,
    feedForwardBias: bias,
    gated: false,
    norms: 4,
    finalNorms: 2,
    tiedByDefault: true,
  });
}

/** Phi-1 and Phi-2 have one norm a layer, for attention and feed-forward side by side, and a bias of the head. */
export function readPhi(fields: ConfigFields): Architecture {
  return readDense(fields, {
    inputBias: true,
    outputBias: true,
    feedForwardBias: true,
    gated: false,
    norms: 2,
    finalNorms: 2,
    furtherVectors: fields.number("vocab_size"),
  });
}

/** The first StarCoder has the shape of GPT-2 with one head of keys. */
export function readGptBigCode(fields: ConfigFields): Architecture {
  return readGpt2(fields, fields.flag("multi_query", true));
}

/** GPT-2 has an embedding of positions, and names of its own for all sizes; the feed-forward is four times as wide by default. */
export function readGpt2(given: ConfigFields, oneKey = false): Architecture {
  const fields = given.called({
    hidden_size: "n_embd",
    num_hidden_layers: "n_layer",
    num_attention_heads: "n_head",
    intermediate_size: "n_inner",
    max_position_embeddings: "n_positions",
  });
  const hidden = fields.number("hidden_size");
  const shape = headShape(fields);
  return readDense(fields, {
    shape: oneKey ? { ...shape, kvHeads: 1 } : shape,
    width: 4 * hidden,
    inputBias: true,
    outputBias: true,
    feedForwardBias: true,
    gated: false,
    norms: 4,
    finalNorms: 2,
    tiedByDefault: true,
    furtherEmbeddings: fields.number("max_position_embeddings") * hidden,
  });
}

/** OPT has an embedding of positions with two rows more than its context. */
export function readOpt(given: ConfigFields): Architecture {
  const fields = given.called({ intermediate_size: "ffn_dim" });
  const hidden = fields.number("hidden_size");
  if (fields.number("word_embed_proj_dim") !== hidden) {
    throw fields.unsupported("word_embed_proj_dim", "an embedding of another width than the layers");
  }
  return readDense(fields, {
    inputBias: true,
    outputBias: true,
    feedForwardBias: true,
    gated: false,
    norms: 4,
    finalNorms: 2,
    tiedByDefault: true,
    furtherEmbeddings: (fields.number("max_position_embeddings") + 2) * hidden,
  });
}

/**
 * Falcon has attention and feed-forward side by side, with one norm, or two in its newer shape. The older shape has one
 * head of keys; the newer one states how many there are.
 */
export function readFalcon(given: ConfigFields): Architecture {
  const fields = given.called({
    num_hidden_layers: "n_layer",
    num_attention_heads: "n_head",
    intermediate_size: "ffn_hidden_size",
    num_key_value_heads: "num_kv_heads",
  });
  const newer = fields.flag("new_decoder_architecture", false);
  const shape = headShape(fields);
  const one = !newer && fields.flag("multi_query", true);
  const twoNorms = newer
    ? (fields.optionalNumber("num_ln_in_parallel_attn") ?? 2) === 2
    : !fields.flag("parallel_attn", true);
  const bias = fields.flag("bias", false);
  return readDense(fields, {
    shape: one ? { ...shape, kvHeads: 1 } : shape,
    width: 4 * fields.number("hidden_size"),
    inputBias: bias,
    outputBias: bias,
    feedForwardBias: bias,
    gated: false,
    norms: twoNorms ? 4 : 2,
    finalNorms: 2,
    tiedByDefault: true,
  });
}
