import { createHash } from "node:crypto";
import type { Architecture } from "./architecture.ts";

/** A digest that models of equal layers share, whatever they are called. */
export function dimensionsDigest({ layers, hiddenSize }: Architecture): string {
  return createHash("sha256")
    .update(JSON.stringify([hiddenSize, layers]))
    .digest("hex")
    .slice(0, 12);
}
