import { AsyncLocalStorage } from "node:async_hooks";

const running = new AsyncLocalStorage<string>();

/** Does work of a plugin so that an error that it throws later, outside of any call, is known to be the plugin's. */
export function asPlugin<T>(name: string, work: () => T): T {
  return running.run(name, work);
}

/** The plugin whose code threw an error that nothing caught, in the handler of that error; null where it is our own. */
export const pluginOfStrayError = (): string | null => running.getStore() ?? null;
