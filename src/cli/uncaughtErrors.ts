import { pluginOfStrayError } from "../plugins/boundary/strayErrors.ts";
import { log } from "../server/observation/log.ts";

/**
 * Writes an error that nothing has caught into the log, and ends this process unless the error is a plugin's: a plugin
 * then has not done something that it was to do, and nothing of ours is left half done.
 */
export function handleUncaughtErrors(): void {
  process.on("uncaughtException", (error) => {
    const plugin = pluginOfStrayError();
    if (plugin !== null) return log.error({ err: error }, `The plugin "${plugin}" threw outside of any call.`);
    log.fatal({ err: error });
    process.exit(1);
  });
}
