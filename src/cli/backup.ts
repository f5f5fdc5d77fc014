import type { Command } from "commander";
import { writeBackup } from "../store/backup.ts";
import { openBareStore } from "./openStore.ts";
import { CommandError, readSettings } from "./settings.ts";

/** `paretograph backup`: all that the store holds, in one file. */
export function declare(command: Command): void {
  command.argument("<file>", "the file to write, such as results.backup.gz").action(backup);
}

async function backup(file: string): Promise<void> {
  const store = await openBareStore(readSettings(process.env));
  try {
    const counts = await writeBackup(store, file);
    console.log(`${file} holds ${counts.runs} runs with ${counts.samples} samples (data version ${store.version()}).`);
  } catch (error) {
    throw fileFailure(file, error);
  } finally {
    await store.close();
  }
}

/** A failure of the file in one line; every other error as it is. */
export function fileFailure(file: string, error: unknown): unknown {
  const { code, message, syscall } = error as NodeJS.ErrnoException;
  return code && syscall ? new CommandError(`The file "${file}" can't be used: ${message}`) : error;
}
