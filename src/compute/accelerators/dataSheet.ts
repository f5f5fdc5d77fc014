import type { MatrixFormat } from "./precision.ts";

/** What an accelerator can do at best, by its data sheet. */
export interface Accelerator {
  slug: string;
  name: string;
  vendor: string;
  /** What drivers and their tools call it. */
  aliases: readonly string[];
  /** Peak dense FLOP/s (operations a second) of matrix units, without sparsity; a format that it lacks is absent. */
  peak: Readonly<{ bf16: number } & Partial<Record<MatrixFormat, number>>>;
  /** Bytes. */
  memory: number;
  /** Bytes a second. */
  bandwidth: number;
  /** Bytes a second that it exchanges with its neighbours, both directions together. */
  interconnect: number;
  /** What the board draws at most, in watts; null where the maker does not say. */
  power: number | null;
  /** The data sheet that all figures are from, but those in `otherSources`. */
  source: string;
  otherSources?: Readonly<Partial<Record<"peak" | "memory" | "bandwidth" | "interconnect" | "power", string>>>;
}

/** 10¹² operations a second, as data sheets give them. */
export const tera = (count: number) => count * 1e12;

/** Bytes a second of a rate in GB/s. */
export const gigabytes = (count: number) => count * 1e9;

/** Bytes of memory that a data sheet calls GB: memory is made in powers of two, so it is GiB. */
export const gibibytes = (count: number) => count * 2 ** 30;
