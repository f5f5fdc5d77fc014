import { createHash } from "node:crypto";

/**
 * Generates numbers from 0 to below 1 that depend only on the keys: they are the same on every machine and in every
 * version, and unrelated between keys. Each is the first 32 bits of SHA-256 over the keys and its index, divided by
 * 2³².
 */
export function keyedRandom(...keys: readonly (string | number)[]): () => number {
  let place = 0;
  return () =>
    createHash("sha256")
      .update(JSON.stringify([...keys, place++]))
      .digest()
      .readUInt32BE() /
    2 ** 32;
}
