import type { Plugin } from "./plugin.ts";

/**
 * Reads the configs of models whose architecture Paretograph does not know. It says the same in the fields of a known
 * `model_type`, so that the stored model needs the plugin no more.
 */
export interface ArchitecturePlugin<Options = unknown> extends Plugin<Options> {
  kind: "architecture";
  /** The values of `model_type` that it reads. One that Paretograph knows itself is not given to it. */
  modelTypes: readonly string[];
  /**
   * The config in the fields of a known `model_type` with the same matrices, which it names. The given config is the parsed
   * `config.json`, of which nothing is checked. An error that it throws refuses the model with its message.
   */
  translate(config: Record<string, unknown>): Record<string, unknown>;
}
