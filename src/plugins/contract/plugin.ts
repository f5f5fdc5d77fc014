import type { z } from "zod";
import type { Metric } from "../../frontier/metrics.ts";

/**
 * The version of this contract. A plugin states the version that it is written for; another major version is refused.
 * A field that is added is optional and raises the minor version. A plugin of another package writes its version down:
 * this constant is the version of the copy that is installed.
 */
export const PLUGIN_API_VERSION = "1.7.0";

/** The fields that plugins of every kind have. */
export interface Plugin<Options = unknown> {
  /** The name in queries and commands, e.g. `vllm` or `gsm8k`. It is unique among the plugins of its kind. */
  name: string;
  /** The version of the plugin itself (semver). Every run records it. */
  version: string;
  /** The version of the contract that the plugin is written for. */
  apiVersion: string;
  /** One sentence that says what the plugin is. */
  description: string;
  /** A schema of zod 4. It checks the options of a run, fills in defaults and is shown as JSON Schema in the API. */
  options: z.ZodType<Options>;
  /**
   * The names of the options that any caller who may start runs may give. Every other one is for operators: what launches
   * a program, reads a file, names an environment variable or an address must not stand here. An option `endpoint` is held
   * against the operator's list of addresses. A runner that leaves it out lets callers give `endpoint`, `model`,
   * `timeouts` and `thinkingSwitch`; a benchmark that does, none.
   */
  callerOptions?: readonly string[];
  /**
   * Metrics that the plugin adds to the catalogue. Its runs may bring values of them, and frontiers may trade them. A name
   * has up to 60 small letters, digits and underscores and begins with a letter.
   */
  metrics?: readonly Metric[];
}
