import { openAsPlugin } from "../../plugins/boundary/openAsPlugin.ts";
import type { Engine } from "../../plugins/contract/runner.ts";
import type { PluginRegistry } from "../../plugins/registry.ts";
import { type Opening, runsElsewhere } from "../permission/chosenPlugin.ts";

/**
 * Keeps engines open from one run to the next, since launching one takes minutes and the runs of a request differ only in
 * how the model is asked.
 */
export interface EngineKeeper {
  /**
   * The engines of a run. Those that run elsewhere are opened first: where one is not there, the kept engines stay as they
   * are, for other runs. Then those that the run does not use are closed, before any is launched.
   */
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
      const openMissing = async (ofThese: (opening: Opening) => boolean) => {
        for (const [i, opening] of openings.entries()) {
          if (kept.has(keys[i]!) || !ofThese(opening)) continue;
          const { name, options, reach } = opening;
          kept.set(keys[i]!, await openAsPlugin(plugins.find("runner", name), options, { signal, log, reach }));
        }
      };
      await openMissing(runsElsewhere);
      await closeSome([...kept.keys()].filter((key) => !keys.includes(key)));
      await openMissing(() => true);
      return keys.map((key) => kept.get(key)!);
    },
    rest() {
      clearTimeout(idle);
      idle = setTimeout(() => void close().catch((error) => log(String(error))), IDLE_MS);
      idle.unref();
    },
  };
}
