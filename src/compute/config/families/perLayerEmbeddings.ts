import type { ConfigFields } from "./configFields.ts";

/** The weights that embeddings by layer bring: Gemma 3n and the small models of Gemma 4 have them. */
export interface PerLayerEmbeddings {
  /** The width of a layer's embedding. */
  width: number;
  /** The weights of the table of embeddings of all layers. */
  table: number;
  /** The weights of a layer's three matrices: from the hidden state to the embedding's width twice, and back once. */
  matrices: number;
}

/** The embeddings by layer of a config; null where it has none. */
export function perLayerEmbeddings(fields: ConfigFields): PerLayerEmbeddings | null {
  const width = fields.optionalNumber("hidden_size_per_layer_input") ?? 0;
  if (width === 0) return null;
  const vocabulary = fields.optionalNumber("vocab_size_per_layer_input") ?? 262_144;
  return {
    width,
    table: vocabulary * fields.number("num_hidden_layers") * width,
    matrices: 3 * fields.number("hidden_size") * width,
  };
}

/** Whether a layer attends to the keys and values of an earlier one: the last `num_kv_shared_layers` layers do. */
export function sharesKeysAndValues(fields: ConfigFields, index: number): boolean {
  const shared = fields.optionalNumber("num_kv_shared_layers") ?? 0;
  return index >= fields.number("num_hidden_layers") - shared;
}
