import { openAsPlugin } from "../../plugins/boundary/openAsPlugin.ts";
import type { Engine } from "../../plugins/contract/runner.ts";
import type { PluginRegistry } from "../../plugins/registry.ts";
import type { Opening } from "../permission/chosenPlugin.ts";

/**
 * Keeps engines open from one run to the next, since launching one takes minutes and the runs of a request differ only in
 * how the model is asked.
 */
export interface EngineKeeper {
  /** The engines of a run. Kept engines that it does not use are closed first, and engines that are not open are opened. */
  open(openings: Opening[], signal: AbortSignal): Promise<Engine[]>;
  /** Whether an engine is open that was opened in this way. */
  holds(opening: Opening): boolean;
  /** Closes all engines. */
  close(): Promise<void>;
  /** Is called when a run has ended: the engines are closed if none follows within a minute. */
  rest(): void;
}

/** An idle engine is closed after this time, since it holds GPUs that others may need. */
const IDLE_MS = 60_000;

const keyOf = ({ name, reach, options }: Opening) => `${name} ${reach} ${JSON.stringify(options)}`;

export function createEngineKeeper(plugins: PluginRegistry, log: (line: string) => void): EngineKeeper {
  const kept = new Map<string, Engine>();
  let idle: NodeJS.Timeout | undefined;

  const closeSome = async (keys: string[]) => {
    const engines = keys.map((key) => kept.get(key)!);
    for (const key of keys) kept.delete(key);
    await Promise.all(engines.map((engine) => engine.close()));
  };
  const close = () => {
    clearTimeout(idle);
    return closeSome([...kept.keys()]);
  };
  return {
    close,
    holds: (opening) => kept.has(keyOf(opening)),
    async open(openings, signal) {
      clearTimeout(idle);
      const keys = openings.map(keyOf);
      await closeSome([...kept.keys()].filter((key) => !keys.includes(key)));
      for (const [i, { name, options, reach }] of openings.entries()) {
        if (kept.has(keys[i]!)) continue;
        const runner = plugins.find("runner", name);
        kept.set(keys[i]!, await openAsPlugin(runner, options, { signal, log, reach }));
      }
      return keys.map((key) => kept.get(key)!);
    },
    rest() {
      idle = setTimeout(() => void close().catch((error) => log(String(error))), IDLE_MS);
      idle.unref();
    },
  };
}
