import type { MatrixFormat } from "./precision.ts";

/** The limits of an accelerator according to its data sheet. */
export interface Accelerator {
  slug: string;
  name: string;
  vendor: string;
  /** The names that drivers and their tools print. */
  aliases: readonly string[];
  /** Peak dense FLOP/s (operations a second) of matrix units, without sparsity; a format that the accelerator lacks is absent. */
  peak: Readonly<{ bf16: number } & Partial<Record<MatrixFormat, number>>>;
  /** Bytes of memory. */
  memory: number;
  /** Bytes of memory that are read in a second. */
  bandwidth: number;
  /** Bytes exchanged with other accelerators in a second, both directions together. */
  interconnect: number;
  /** How many accelerators the interconnect joins; 8, those of one server, where it is absent. */
  joined?: number;
  /** Bytes exchanged in a second, both directions together, where more work together than are joined. */
  network?: number;
  /** The most power that the board draws, in watts; null where the maker does not state it. */
  power: number | null;
  /** The URL of the data sheet of all figures except those in `otherSources`. */
  source: string;
  otherSources?: Readonly<Partial<Record<"peak" | "memory" | "bandwidth" | "interconnect" | "power", string>>>;
}

/** The number of accelerators in a server, which their interconnect joins unless a data sheet says otherwise. */
export const JOINED = 8;

/** A network port of 400 Gbit/s for each accelerator, both directions together. */
export const NETWORK = 100e9;

/** Operations a second, from tera-operations (10¹²) a second. */
export const tera = (count: number) => count * 1e12;

/** Bytes a second, from a rate in GB/s. */
export const gigabytes = (count: number) => count * 1e9;

/** Bytes, from the GB of memory of a data sheet: memory is made in powers of two, so a GB is 2³⁰ bytes there. */
export const gibibytes = (count: number) => count * 2 ** 30;
