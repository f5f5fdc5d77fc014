import type { Mixer } from "../mixers/mixer.ts";
import type { FeedForward } from "./feedForward.ts";

/**
 * The architecture of a language model, as far as its mathematics needs it: the matrices that a token is multiplied with
 * and the tokens that it attends to. Vision and audio encoders, and the layers that only predict further tokens (MTP), are
 * left out.
 */
export interface Architecture {
  /** The `model_type` of the config that the architecture was read from. */
  modelType: string;
  /** Width of the residual stream. */
  hiddenSize: number;
  /** Rows of the embedding. */
  vocabularySize: number;
  /** Whether the output head is the transposed embedding. */
  tiedEmbeddings: boolean;
  /** Parallel residual streams mixed by learned matrices (hyper-connections); 1 is the plain residual. */
  residualStreams: number;
  /** Weights outside layers, embedding and head, such as the final norm and a bias of the head. */
  vectorWeights: number;
  /** Weights of tables beside the embedding of which a token looks up one row: of positions, or of embeddings by layer. */
  furtherEmbeddings: number;
  /** Longest context in tokens that the config states. */
  contextLength: number | null;
  /** Groups of equal layers, in the order in which each group first occurs. */
  layers: LayerGroup[];
}

export interface LayerGroup extends Layer {
  /** How many layers of the model are like this one. */
  count: number;
}

export interface Layer {
  /** There is none in a layer that is only feed-forward, and there are two where they stand side by side. */
  mixers: Mixer[];
  feedForward: FeedForward | null;
  /** Weights of matrices beside mixers and feed-forward that every token meets, such as those of embeddings by layer. */
  sideWeights: number;
  /** Weights of the layer's own norms and scales. */
  vectorWeights: number;
}

/** Groups equal layers. */
export function groupLayers(layers: Layer[]): LayerGroup[] {
  const groups = new Map<string, LayerGroup>();
  for (const layer of layers) {
    const key = JSON.stringify(layer);
    const group = groups.get(key);
    if (group) group.count += 1;
    else groups.set(key, { count: 1, ...layer });
  }
  return [...groups.values()];
}
