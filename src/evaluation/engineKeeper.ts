import type { Engine } from "../plugins/contract/runner.ts";
import type { PluginRegistry } from "../plugins/registry.ts";
import type { Recipe } from "./recipe.ts";

type Chosen = Recipe["runner"];

/**
 * Keeps engines open from one run to the next: launching one takes minutes, and the runs of a request differ only in how
 * the model is asked.
 */
export interface EngineKeeper {
  /** The engines of a run, opened where they are not yet; others that were kept are let go of first. */
  open(chosen: Chosen[], signal: AbortSignal): Promise<Engine[]>;
  /** Lets go of all: after a failure, since what failed may be an engine, and at the end. */
  close(): Promise<void>;
  /** To be told when no run needs them for now: after a while without one they are let go of. */
  rest(): void;
}

/** An engine holds GPUs that others may want. */
const IDLE_MS = 60_000;

export function createEngineKeeper(plugins: PluginRegistry, log: (line: string) => void): EngineKeeper {
  const kept = new Map<string, Engine>();
  let idle: NodeJS.Timeout | undefined;

  const letGo = async (keys: string[]) => {
    const engines = keys.map((key) => kept.get(key)!);
    for (const key of keys) kept.delete(key);
    await Promise.all(engines.map((engine) => engine.close()));
  };
  const close = () => {
    clearTimeout(idle);
    return letGo([...kept.keys()]);
  };
  return {
    close,
    async open(chosen, signal) {
      clearTimeout(idle);
      const keys = chosen.map(({ name, options }) => `${name} ${JSON.stringify(options)}`);
      await letGo([...kept.keys()].filter((key) => !keys.includes(key)));
      for (const [i, { name, options }] of chosen.entries()) {
        if (kept.has(keys[i]!)) continue;
        const runner = plugins.find("runner", name);
        kept.set(keys[i]!, await runner.open(options, { signal, log }));
      }
      return keys.map((key) => kept.get(key)!);
    },
    rest() {
      idle = setTimeout(() => void close().catch((error) => log(String(error))), IDLE_MS);
      idle.unref();
    },
  };
}
