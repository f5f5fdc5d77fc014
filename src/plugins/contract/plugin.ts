import type { z } from "zod";
import type { Metric } from "../../frontier/metrics.ts";

/** The version of the contract below. A plugin names the one that it is written for; another major one is refused. */
export const PLUGIN_API_VERSION = "1.0.0";

/** What every plugin says of itself. */
export interface Plugin<Options = unknown> {
  /** What queries and commands call it, e.g. `vllm` or `gsm8k`. */
  name: string;
  /** Its own version (semver); a run records it. */
  version: string;
  /** The version of the contract that it is written for. */
  apiVersion: string;
  /** One sentence on what it is. */
  description: string;
  /** Checks its options, and describes them as JSON Schema in the API. */
  options: z.ZodType<Options>;
  /** Metrics that it adds to the catalogue: its runs may bring them, and frontiers may trade them. */
  metrics?: readonly Metric[];
}
