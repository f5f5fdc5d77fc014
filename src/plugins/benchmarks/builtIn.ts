import type { BenchmarkPlugin } from "../contract/benchmark.ts";
import { aime25 } from "./aime25.ts";
import { arithmetic } from "./arithmetic/benchmark.ts";
import { gpqaDiamond } from "./gpqa-diamond/benchmark.ts";
import { gsm8k } from "./gsm8k.ts";
import { hmmtFeb25 } from "./hmmt-feb25.ts";
import { math500 } from "./math500.ts";

/** The benchmarks that are part of the package. */
export const BUILT_IN_BENCHMARKS: readonly BenchmarkPlugin[] = [
  aime25,
  arithmetic,
  gpqaDiamond,
  gsm8k,
  hmmtFeb25,
  math500,
];

/** Where the process of a plugin finds them. */
export const BUILT_IN_MODULE = import.meta.url;
export default BUILT_IN_BENCHMARKS;
