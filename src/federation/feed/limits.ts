/** The kinds of records. */
export const KINDS = ["result", "mirror", "correction", "retraction", "countersignature"] as const;
export type Kind = (typeof KINDS)[number];

/** The most bytes of a file, by what it is. */
export const LARGEST = {
  head: 64 * 1024,
  manifest: 4 * 1024 * 1024,
  record: 64 * 1024,
  run: 128 * 1024 * 1024,
  bundle: 1024 * 1024,
} as const;
