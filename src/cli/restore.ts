import type { Command } from "commander";
import { RequestError } from "../errors/requestError.ts";
import { restoreBackup } from "../store/restore.ts";
import { fileFailure } from "./backup.ts";
import { openBareStore } from "./openStore.ts";
import { CommandError, readSettings } from "./settings.ts";

/** `paretograph restore`: what a backup holds, in place of what the store holds. */
export function declare(command: Command): void {
  command
    .argument("<file>", "the file that `paretograph backup` wrote")
    .option("--replace", "replace the runs that the store holds")
    .action(restore);
}

async function restore(file: string, { replace = false }: { replace?: boolean }): Promise<void> {
  const store = await openBareStore(readSettings(process.env));
  try {
    const counts = await restoreBackup(store, file, replace);
    console.log(
      `${counts.runs} runs with ${counts.samples} samples are restored from ${file} (data version ${store.version()}).`,
    );
  } catch (error) {
    throw error instanceof RequestError ? new CommandError(error.message) : fileFailure(file, error);
  } finally {
    await store.close();
  }
}
