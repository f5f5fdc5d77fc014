import type { Architecture } from "../../architecture/architecture.ts";
import type { ConfigFields } from "./configFields.ts";
import { everyNthIsFull, windowsByLayerType } from "./denseFamily.ts";
import { readMixture } from "./expertLayers.ts";
import { dense, headShape } from "./layerParts.ts";
import { perLayerEmbeddings, sharesKeysAndValues } from "./perLayerEmbeddings.ts";

/**
 * Gemma 3n has embeddings by layer, layers that share keys and values, `altup_num_inputs` streams of which each layer
 * computes one and predicts the others (AltUp), and a low-rank path beside attention (LAuReL). The mixing of the streams,
 * which is elementwise, is left out; feed-forwards count in full, though some of their activations are 0 (transformers'
 * `modular_gemma3n.py`).
 */
export function readGemma3n(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const streams = fields.optionalNumber("altup_num_inputs") ?? 4;
  const lowRank = 2 * (fields.optionalNumber("laurel_rank") ?? 64) * hidden;
  const mixing = streams ** 3 + streams ** 2 + streams * hidden;
  const embeddings = perLayerEmbeddings(fields);
  const besides = lowRank + mixing + (embeddings?.matrices ?? 0);
  // The streams are made from the embedding before the first layer, and are put together after the last one.
  const streamMatrices = 2 * (streams - 1) * hidden ** 2;
  const span = windowsByLayerType(fields, everyNthIsFull(5));
  return readMixture(fields, {
    tiedByDefault: true,
    vocabularyByDefault: 262_400,
    vectorWeights: hidden + (embeddings?.width ?? 0),
    furtherEmbeddings: embeddings?.table,
    shape: () => headShape(fields, 256, 2),
    attention: (index) => ({
      span: span(index),
      queryKeyNorm: "head",
      sharesCache: sharesKeysAndValues(fields, index),
    }),
    feedForward: (index) => dense(fields.numberAt("intermediate_size", index), hidden),
    sideWeights: (index) => besides + (index === 0 ? streamMatrices : 0),
    norms: embeddings ? 8 : 7,
  });
}
