import { pluginOfStrayError } from "../plugins/boundary/strayErrors.ts";
import { log } from "../server/observation/log.ts";
import { isUnaskedQuestion } from "../store/database/databaseFailure.ts";

/**
 * Writes an error that nothing has caught into the log, and ends this process unless the error is a plugin's, or one that
 * the driver of the database lets go when a connection is cut as it begins: nothing of ours is then left half done.
 */
export function handleUncaughtErrors(): void {
  process.on("uncaughtException", (error) => {
    const plugin = pluginOfStrayError();
    if (plugin !== null) return log.error({ err: error }, `The plugin "${plugin}" threw outside of any call.`);
    if (isUnaskedQuestion(error)) return log.warn({ err: error }, "The database went away as a connection began.");
    log.fatal({ err: error });
    process.exit(1);
  });
}
