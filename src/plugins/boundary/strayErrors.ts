import { AsyncLocalStorage } from "node:async_hooks";

const running = new AsyncLocalStorage<string>();

/**
 * Does work of a plugin so that an error that it throws later, outside of any call, is known to be the plugin's, and so that
 * it cannot end this process.
 */
export function asPlugin<T>(name: string, work: () => T): T {
  keepProcess();
  return running.run(name, work);
}

let isKept = false;

/** Lets the end of the process that a plugin asks for be an error of the plugin. */
function keepProcess(): void {
  if (isKept) return;
  isKept = true;
  for (const method of ["exit", "abort", "reallyExit"] as const) {
    const end = (process as unknown as Record<string, (code?: number) => never>)[method]!.bind(process);
    Object.defineProperty(process, method, {
      configurable: true,
      writable: true,
      value: (code?: number) => {
        const plugin = running.getStore();
        if (plugin === undefined) return end(code);
        throw new Error(`The plugin "${plugin}" may not end the process of others (process.${method}).`);
      },
    });
  }
}

/** The plugin whose code threw an error that nothing caught, in the handler of that error; null where it is our own. */
export const pluginOfStrayError = (): string | null => running.getStore() ?? null;
