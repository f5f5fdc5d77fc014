import { distance } from "fastest-levenshtein";

/** Characters that are taken for one another. */
const ALIKE: Record<string, string> = { "0": "o", "1": "l", i: "l", "5": "s" };

/** A name as it is read at a glance: without the marks between words, and with characters that look alike as one. */
const glance = (name: string) => name.replace(/[^a-z0-9]/g, "").replace(/[01i5]/g, (one) => ALIKE[one]!);

const digits = (name: string) => name.replace(/\D/g, "");

/**
 * The known name that another one could be taken for, such as `math500` for `math-500` or `vllm` for `vlim`; null where
 * there is none. A name of five characters or more may differ by one of them, but not by a digit, as editions do.
 */
export function lookAlikeOf(name: string, known: readonly string[]): string | null {
  const own = glance(name.toLowerCase());
  const isAlike = (other: string) => {
    if (other === name) return false;
    const theirs = glance(other);
    const isLong = Math.min(own.length, theirs.length) >= 5;
    return own === theirs || (isLong && digits(name) === digits(other) && distance(own, theirs) <= 1);
  };
  return known.find(isAlike) ?? null;
}
