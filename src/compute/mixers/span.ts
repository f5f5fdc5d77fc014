/** The tokens that the token at position t (from 1) attends to, among the t tokens up to and including itself. */
export type Span =
  | { kind: "all" }
  /** The latest `tokens` tokens, itself included. */
  | { kind: "window"; tokens: number }
  /** The tokens in the same chunk of `tokens` tokens. */
  | { kind: "chunk"; tokens: number }
  /** The `tokens` tokens that an indexer picks. */
  | { kind: "top"; tokens: number }
  /** The `blocks` blocks of `blockSize` tokens that an indexer picks; the present block is always among them. */
  | { kind: "top-blocks"; blocks: number; blockSize: number }
  /** The latest `localBlocks` blocks of `blockSize` tokens and, averaged over heads, one in `stride` of those before. */
  | { kind: "strided-blocks"; localBlocks: number; stride: number; blockSize: number };

/**
 * The number of tokens that the first `n` positions attend to, summed over the positions t = 1 … n, in closed form.
 * Between two whole numbers it is linear, so that `n` may be a mean.
 */
export function attendedTokens(span: Span, n: number): number {
  switch (span.kind) {
    case "all":
      return between(n, triangle);
    case "window":
    case "top":
      return between(n, (m) => windowed(span.tokens, m));
    case "chunk":
      return between(n, (m) => chunked(span.tokens, m));
    case "top-blocks":
      return between(n, (m) => blocked(span.blocks, span.blockSize, m));
    case "strided-blocks":
      return between(n, (m) => strided(span.localBlocks, span.stride, span.blockSize, m));
  }
}

/**
 * The number of compressed entries that the first `n` positions attend to, summed over the positions. An entry stands for
 * `ratio` tokens and exists once all of them are there, so position t sees ⌊t / ratio⌋ entries, and at most `top`.
 */
export function compressedEntries(ratio: number, top: number | null, n: number): number {
  if (top === null) return between(n, (m) => entries(ratio, m));
  const full = ratio * top;
  return between(n, (m) => (m <= full ? entries(ratio, m) : entries(ratio, full) + (m - full) * top));
}

function between(n: number, sum: (whole: number) => number): number {
  const whole = Math.floor(n);
  const below = sum(whole);
  return n === whole ? below : below + (n - whole) * (sum(whole + 1) - below);
}

function triangle(n: number): number {
  return (n * (n + 1)) / 2;
}

function windowed(tokens: number, n: number): number {
  return n <= tokens ? triangle(n) : triangle(tokens) + (n - tokens) * tokens;
}

function chunked(tokens: number, n: number): number {
  const chunks = Math.floor(n / tokens);
  return chunks * triangle(tokens) + triangle(n - chunks * tokens);
}

/** The present block is seen up to the token itself, the other `blocks` − 1 blocks in full. */
function blocked(blocks: number, blockSize: number, n: number): number {
  const full = blocks * blockSize;
  if (n <= full) return triangle(n);
  return triangle(full) + (n - full) * (blocks - 1) * blockSize + chunked(blockSize, n) - chunked(blockSize, full);
}

/** Position t has ⌊(t − 1) / blockSize⌋ − localBlocks + 1 blocks before its local blocks. */
function strided(localBlocks: number, stride: number, blockSize: number, n: number): number {
  const far = Math.max(0, n - localBlocks * blockSize);
  const farBlocks = far === 0 ? 0 : far + entries(blockSize, far - 1);
  return blocked(localBlocks, blockSize, n) + (farBlocks * blockSize) / stride;
}

function entries(ratio: number, n: number): number {
  const last = Math.floor(n / ratio);
  return (ratio * last * (last - 1)) / 2 + last * (n - last * ratio + 1);
}
