import type { Architecture } from "../../architecture/architecture.ts";
import type { CompressedAttention, Compression } from "../../mixers/compressedAttention.ts";
import type { ConfigFields } from "./configFields.ts";
import { deepSeekExperts } from "./expertLayers.ts";
import { layer, layersOf, model } from "./layerParts.ts";

/** Entries of up to this many tokens overlap, and an indexer picks among them; longer entries are all attended to. */
const SPARSE_RATIO = 4;

/**
 * DeepSeek-V4 (transformers' `modular_deepseek_v4.py`): `compress_ratios` gives for each layer the number of tokens that
 * an entry stands for (0 means that there is only a window). Every layer has experts; in the first layers a table of token
 * ids chooses them.
 */
export function readDeepSeekV4(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const count = fields.number("num_hidden_layers");
  const ratios = fields.perLayer<number>("compress_ratios", count);
  if (!ratios) throw fields.missing(["compress_ratios"], "a list with one entry a layer");
  const streams = fields.number("hc_mult");
  const layers = layersOf(count, (index) =>
    layer(hidden, [compressedAttention(fields, ratios[index]!)], deepSeekExperts(fields)),
  );
  return model(fields, layers, {
    residualStreams: streams,
    vectorWeights: hidden + streams * streams * hidden + streams + 1,
  });
}

function compressedAttention(fields: ConfigFields, ratio: number): CompressedAttention {
  const heads = fields.number("num_attention_heads");
  const headDim = fields.number("head_dim");
  const queryRank = fields.number("q_lora_rank");
  const compression = ratio === 0 ? null : compressionOf(fields, ratio);
  return {
    kind: "compressed-attention",
    heads,
    headDim,
    queryRank,
    outputGroups: fields.number("o_groups"),
    outputRank: fields.number("o_lora_rank"),
    window: fields.number("sliding_window"),
    compression,
    vectorWeights: queryRank + headDim + heads + (compression ? compressionVectors(compression, headDim) : 0),
  };
}

function compressionOf(fields: ConfigFields, ratio: number): Compression {
  if (ratio > SPARSE_RATIO) return { ratio, series: 1, indexer: null };
  return {
    ratio,
    series: 2,
    indexer: {
      heads: fields.number("index_n_heads"),
      headDim: fields.number("index_head_dim"),
      top: fields.number("index_topk"),
    },
  };
}

/** There are a bias for each place in an entry and a norm of the entry, once for keys and once for the indexer. */
function compressionVectors({ ratio, series, indexer }: Compression, headDim: number): number {
  const of = (width: number) => ratio * series * width + width;
  return of(headDim) + (indexer ? of(indexer.headDim) : 0);
}
