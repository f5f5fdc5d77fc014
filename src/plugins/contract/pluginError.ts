/** Each way in which a plugin can be unusable. */
export const PLUGIN_ERRORS = {
  API_VERSION_UNSUPPORTED: "The plugin is written for another major version of the contract.",
  CONFIG_INVALID: "The project's paretograph.config file can't be read.",
  DUPLICATE_PLUGIN: "Two plugins of one kind have the same name.",
  IMPORT_FAILED: "The plugin's module can't be found or throws while it loads.",
  INVALID_PLUGIN: "A plugin lacks something that the contract asks for.",
  UNKNOWN_PLUGIN: "There is no plugin of that kind and name.",
} as const satisfies Record<string, string>;

export type PluginErrorCode = keyof typeof PLUGIN_ERRORS;

/** A plugin that can't be used: the message names it and says what would help. */
export class PluginError extends Error {
  readonly code: PluginErrorCode;

  constructor(code: PluginErrorCode, message: string, { cause }: { cause?: unknown } = {}) {
    super(message, { cause });
    this.name = "PluginError";
    this.code = code;
  }
}
