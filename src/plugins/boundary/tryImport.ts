import { createPluginProcess, DEADLINES } from "./pluginProcess.ts";

/**
 * Imports a module in a process of its own. Throws an error with the reason where the module never ends to load, ends its
 * process or throws, so that this process need not import it.
 */
export async function tryImport(module: string, deadlines = DEADLINES): Promise<void> {
  const trial = createPluginProcess({ module, name: null }, deadlines);
  try {
    await trial.ready();
  } finally {
    await trial.close();
  }
}
