import type { Architecture, Layer } from "../../src/compute/architecture/architecture.ts";
import type { FeedForward } from "../../src/compute/architecture/feedForward.ts";
import type { Attention } from "../../src/compute/mixers/attention.ts";
import type { LatentAttention } from "../../src/compute/mixers/latentAttention.ts";
import type { Mixer } from "../../src/compute/mixers/mixer.ts";
import type { Span } from "../../src/compute/mixers/span.ts";

/** A matrix product with one vector: rows times columns multiply-adds. */
type Shape = [rows: number, columns: number];

/**
 * FLOP of an answer counted by going through it token by token: every matrix listed by its shape, everything that a
 * token attends to enumerated. Slow and plain, to hold the closed form against.
 */
export function countByHand(a: Architecture, promptTokens: number, outputTokens: number) {
  let prefill = 0;
  let decode = 0;
  for (let t = 1; t <= promptTokens; t++) {
    prefill += tokenFlops(a, t, "prefill");
    if (t === promptTokens) prefill += product([a.vocabularySize, a.hiddenSize]);
  }
  for (let t = promptTokens + 1; t < promptTokens + outputTokens; t++) {
    decode += tokenFlops(a, t, "decode") + product([a.vocabularySize, a.hiddenSize]);
  }
  return { prefill, decode };
}

function tokenFlops(a: Architecture, t: number, phase: "prefill" | "decode"): number {
  let flops = 0;
  for (const group of a.layers) {
    for (let copy = 0; copy < group.count; copy++) flops += layerFlops(group, a, t, phase);
  }
  return flops;
}

function layerFlops(layer: Layer, a: Architecture, t: number, phase: "prefill" | "decode"): number {
  let flops = 2 * layer.sideWeights;
  for (const mixer of layer.mixers) flops += mixerFlops(mixer, a.hiddenSize, t, phase);
  if (layer.feedForward) flops += sum(feedForwardShapes(layer.feedForward, a.hiddenSize).map(product));
  if (a.residualStreams > 1) {
    const n = a.residualStreams;
    const once = product([n * n + 2 * n, n * a.hiddenSize]) + 2 * a.hiddenSize * (n * n + n + n);
    flops += once * ((layer.mixers.length ? 1 : 0) + (layer.feedForward ? 1 : 0));
  }
  return flops;
}

function mixerFlops(m: Mixer, h: number, t: number, phase: "prefill" | "decode"): number {
  switch (m.kind) {
    case "attention": {
      const seen = visible(m.span, t);
      const shapes: Shape[] = [[h, m.heads * m.valueDim]];
      if (m.queryRank === null) shapes.push([m.heads * m.headDim, h]);
      else shapes.push([m.queryRank, h], [m.heads * m.headDim, m.queryRank]);
      if (!m.sharesCache) shapes.push([m.kvHeads * m.headDim, h]);
      if (!m.keysAreValues && !m.sharesCache) shapes.push([m.kvHeads * m.valueDim, h]);
      if (m.gateWidth) shapes.push([m.gateWidth, h]);
      let flops = sum(shapes.map(product)) + indexerFlops(m.indexer, h, t);
      for (let head = 0; head < m.heads; head++) flops += product([seen, m.headDim]) + product([m.valueDim, seen]);
      return flops;
    }
    case "latent-attention": {
      const seen = visible(m.span, t);
      const queryShapes: Shape[] =
        m.queryRank === null
          ? [[m.heads * (m.nopeDim + m.ropeDim), h]]
          : [
              [m.queryRank, h],
              [m.heads * (m.nopeDim + m.ropeDim), m.queryRank],
            ];
      const shapes: Shape[] = [...queryShapes, [m.kvRank + m.ropeDim, h], [h, m.heads * m.valueDim]];
      if (m.gateWidth) shapes.push([m.gateWidth, h]);
      let flops = sum(shapes.map(product)) + indexerFlops(m.indexer, h, t);
      for (let head = 0; head < m.heads; head++) {
        // Expanding keys and values of this token, or taking the query in and the output out of the latent.
        flops += product([m.kvRank, m.nopeDim]) + product([m.valueDim, m.kvRank]);
        if (phase === "decode" || m.span.kind === "top") {
          flops += product([seen, m.kvRank]) + product([seen, m.ropeDim]) + product([m.kvRank, seen]);
        } else flops += product([seen, m.nopeDim]) + product([seen, m.ropeDim]) + product([m.valueDim, seen]);
      }
      return flops;
    }
    case "compressed-attention": {
      const d = m.headDim;
      const shapes: Shape[] = [
        [m.queryRank, h],
        [m.heads * d, m.queryRank],
        [d, h],
        [h, m.outputGroups * m.outputRank],
      ];
      for (let g = 0; g < m.outputGroups; g++) shapes.push([m.outputRank, (m.heads * d) / m.outputGroups]);
      let seen = visible({ kind: "window", tokens: m.window }, t);
      let flops = 0;
      if (m.compression) {
        const { ratio, series, indexer } = m.compression;
        let entries = 0;
        for (let end = ratio; end <= t; end += ratio) entries++;
        shapes.push([series * d, h], [series * d, h]);
        if (indexer) {
          shapes.push([series * indexer.headDim, h], [series * indexer.headDim, h]);
          shapes.push([indexer.heads * indexer.headDim, m.queryRank], [indexer.heads, h]);
          flops += indexer.heads * (product([entries, indexer.headDim]) + 2 * entries);
        }
        seen += Math.min(entries, indexer?.top ?? entries);
      }
      return flops + sum(shapes.map(product)) + m.heads * (product([seen, d]) + product([d, seen]));
    }
    case "state-space": {
      const inner = m.heads * m.headDim;
      const shared = m.groups * m.stateSize;
      const shapes: Shape[] = [
        [inner, h],
        [inner, h],
        [2 * shared, h],
        [m.heads, h],
        [h, inner],
      ];
      const state = inner * m.stateSize;
      const scan = state + 2 * state + 2 * state;
      return sum(shapes.map(product)) + 2 * m.convolution * (inner + 2 * shared) + scan;
    }
    case "selective-scan": {
      const shapes: Shape[] = [
        [m.channels, h],
        [m.channels, h],
        [m.stepRank, m.channels],
        [m.stateSize, m.channels],
        [m.stateSize, m.channels],
        [m.channels, m.stepRank],
        [h, m.channels],
      ];
      const state = m.channels * m.stateSize;
      return sum(shapes.map(product)) + 2 * m.convolution * m.channels + state + 2 * state + 2 * state;
    }
    case "short-convolution": {
      const shapes: Shape[] = [
        [m.channels, h],
        [m.channels, h],
        [m.channels, h],
        [h, m.channels],
      ];
      return sum(shapes.map(product)) + 2 * m.convolution * m.channels + 2 * m.channels;
    }
    case "linear-attention": {
      const keys = m.keyHeads * m.keyDim;
      const values = m.valueHeads * m.valueDim;
      const shapes: Shape[] = [
        [keys, h],
        [keys, h],
        [values, h],
        [h, values],
      ];
      for (const gate of m.gates) {
        if (gate.rank === null) shapes.push([gate.width, h]);
        else shapes.push([gate.rank, h], [gate.width, gate.rank]);
      }
      let flops = sum(shapes.map(product)) + 2 * m.convolution * (2 * keys + values);
      for (let head = 0; head < m.valueHeads; head++) {
        const state = m.keyDim * m.valueDim;
        flops += state + 2 * state + 2 * state + (m.rule === "delta" ? 2 * state : 0);
      }
      return flops;
    }
  }
}

function indexerFlops(
  indexer: { heads: number; headDim: number; queryInput: number; weightedHeads: boolean } | null,
  h: number,
  t: number,
): number {
  if (!indexer) return 0;
  let flops = product([indexer.heads * indexer.headDim, indexer.queryInput]) + product([indexer.headDim, h]);
  if (indexer.weightedHeads) flops += product([indexer.heads, h]);
  for (let s = 1; s <= t; s++) flops += indexer.heads * (2 * indexer.headDim + (indexer.weightedHeads ? 2 : 0));
  return flops;
}

/** Bytes that a mixer keeps after `n` tokens: the vectors of each token that is not yet out of its reach, and the state. */
export function keptByHand(m: Mixer, n: number): number {
  let values = 0;
  switch (m.kind) {
    case "attention":
    case "latent-attention":
      for (let s = 1; s <= n; s++) {
        const reach = m.span.kind === "window" || m.span.kind === "chunk" ? m.span.tokens : n;
        if (s > n - reach) values += tokenValues(m);
        values += m.indexer?.headDim ?? 0;
      }
      return 2 * values;
    case "compressed-attention":
      for (let s = 1; s <= n; s++) {
        if (s > n - m.window) values += m.headDim;
        // A part of an entry counts as that part.
        if (m.compression) values += (m.headDim + (m.compression.indexer?.headDim ?? 0)) / m.compression.ratio;
      }
      return 2 * values;
    case "state-space": {
      let state = 0;
      for (let head = 0; head < m.heads; head++) state += m.headDim * m.stateSize;
      for (let back = 1; back < m.convolution; back++) values += m.heads * m.headDim + 2 * m.groups * m.stateSize;
      return 4 * state + 2 * values;
    }
    case "selective-scan": {
      for (let back = 1; back < m.convolution; back++) values += m.channels;
      return 4 * m.channels * m.stateSize + 2 * values;
    }
    case "short-convolution":
      for (let back = 1; back < m.convolution; back++) values += m.channels;
      return 2 * values;
    case "linear-attention": {
      let state = 0;
      for (let head = 0; head < m.valueHeads; head++) state += m.keyDim * m.valueDim;
      for (let back = 1; back < m.convolution; back++) values += 2 * m.keyHeads * m.keyDim + m.valueHeads * m.valueDim;
      return 4 * state + 2 * values;
    }
  }
}

/** Bytes of the cache that the step after `n` tokens reads: the earlier tokens that the new one sees, and all for an indexer. */
export function readByHand(m: Mixer, n: number): number {
  if (m.kind === "compressed-attention") return keptByHand(m, n);
  if (m.kind !== "attention" && m.kind !== "latent-attention") return 0;
  const seen = Math.min(visible(m.span, n + 1), n);
  return 2 * (seen * tokenValues(m) + n * (m.indexer?.headDim ?? 0));
}

function tokenValues(m: Attention | LatentAttention): number {
  if (m.kind === "latent-attention") return m.kvRank + m.ropeDim;
  return m.keysAreValues ? m.kvHeads * m.headDim : m.kvHeads * m.headDim + m.kvHeads * m.valueDim;
}

function feedForwardShapes(f: FeedForward, h: number): Shape[] {
  const mlp = (width: number, input: number, gated: boolean): Shape[] => [
    [width, input],
    [input, width],
    ...(gated ? [[width, input] as Shape] : []),
  ];
  if (f.kind === "dense") return mlp(f.width, h, f.gated);
  const shapes: Shape[] = [[f.count + (f.idle?.count ?? 0), h], ...mlp(f.sharedWidth, h, f.gated)];
  if (f.sharedGate) shapes.push([1, h]);
  if (f.latentSize !== null) shapes.push([f.latentSize, h], [h, f.latentSize]);
  for (let e = 0; e < f.active; e++) shapes.push(...mlp(f.width, f.latentSize ?? h, f.gated));
  return shapes;
}

/** How many of the tokens 1 … t the token t sees, one by one. */
export function visible(span: Span, t: number): number {
  let seen = 0;
  for (let s = 1; s <= t; s++) seen += weightOf(span, s, t);
  return span.kind === "top" ? Math.min(seen, span.tokens) : seen;
}

function weightOf(span: Span, s: number, t: number): number {
  switch (span.kind) {
    case "all":
    case "top":
      return 1;
    case "window":
      return t - s < span.tokens ? 1 : 0;
    case "chunk":
      return block(s, span.tokens) === block(t, span.tokens) ? 1 : 0;
    case "top-blocks":
      // Which of the earlier blocks are picked makes no difference to how many tokens there are.
      return block(t, span.blockSize) - block(s, span.blockSize) < span.blocks ? 1 : 0;
    case "strided-blocks": {
      const local = block(t, span.blockSize) - block(s, span.blockSize) < span.localBlocks;
      return local ? 1 : 1 / span.stride;
    }
  }
}

function block(position: number, size: number): number {
  return Math.floor((position - 1) / size);
}

function product([rows, columns]: Shape): number {
  return 2 * rows * columns;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
