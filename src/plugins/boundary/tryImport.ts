import { availableParallelism } from "node:os";
import { createPluginProcess, DEADLINES } from "./pluginProcess.ts";

/** So many processes try modules at once, also on small machines, where a module that hangs only waits. */
const PROCESSES = Math.max(4, availableParallelism());
/** The milliseconds that a module may take that is tried in one process with others. */
const SHARED_MS = 10_000;

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

/**
 * Tries modules as `tryImport` does, and gives the outcomes in their order. Several share a process. One that fails there is
 * tried again in a process of its own, since those before it may be to blame.
 */
export async function tryImports(modules: readonly string[], deadlines = DEADLINES) {
  const waiting = [...modules.entries()];
  const outcomes: PromiseSettledResult<void>[] = [];
  const work = async () => {
    const shared = createPluginProcess({ module: null, name: null }, { ...deadlines, try: SHARED_MS });
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [i, module] = next;
        const isGood = await shared.call({ method: "try", module }).then(
          () => true,
          () => false,
        );
        [outcomes[i]] = await Promise.allSettled([isGood ? undefined : tryImport(module, deadlines)]);
      }
    } finally {
      await shared.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(PROCESSES, modules.length) }, work));
  return outcomes;
}
