import { attendedTokens, type Span } from "./span.ts";

/** A segment of one context that goes through the model: positions `from` + 1 … `to`, the first token being 1. */
export interface Pass {
  phase: "prefill" | "decode";
  from: number;
  to: number;
}

/** The sum over a pass's positions of a quantity, given its sum over the first n positions of the context. */
export function overPass(pass: Pass, upTo: (n: number) => number): number {
  return upTo(pass.to) - upTo(pass.from);
}

/** The number of tokens that a pass's positions attend to, summed over the positions. */
export function attendedInPass(pass: Pass, span: Span): number {
  return overPass(pass, (n) => attendedTokens(span, n));
}
