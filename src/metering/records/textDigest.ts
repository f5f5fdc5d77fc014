import { createHash, type Hash } from "node:crypto";
import { digestOfText } from "../../plugins/contract/promptDigests.ts";

/** The digest of a text that comes in pieces, of which no more than a few thousand characters are held. */
export interface TextDigest {
  add(piece: string): void;
  /** The same as `digestOfText` of all pieces together. Nothing can be added after that. */
  end(): string;
}

const HELD = 4096;

export function createTextDigest(): TextDigest {
  let hash: Hash | null = null;
  let held = "";

  const pass = () => {
    if (hash === null) held = held.trimStart();
    // The space at the end may be that of the whole text, and the last character half of one.
    const end = held.trimEnd().length - 1;
    if (end <= 0) return;
    const at = isHighSurrogate(held.charCodeAt(end - 1)) ? end - 1 : end;
    hash ??= createHash("sha256");
    hash.update(held.slice(0, at));
    held = held.slice(at);
  };
  return {
    add(piece) {
      held += piece;
      if (held.length > HELD) pass();
    },
    end() {
      if (hash === null) return digestOfText(held);
      return hash.update(held.trimEnd()).digest("hex");
    },
  };
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit < 0xdc00;
