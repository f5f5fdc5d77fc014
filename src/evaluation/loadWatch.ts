import type { Engine, EngineLoad } from "../plugins/contract/runner.ts";

const INTERVAL_MS = 2000;

/** The highest load that an engine stated while it answered a run. A value that the engine does not export is absent. */
export interface PeakLoad {
  /** The requests that it worked on at once. */
  peakRunning?: number;
  /** The requests that waited. */
  peakWaiting?: number;
  /** The share of its KV cache that was in use. */
  peakCacheUsage?: number;
}

export interface LoadWatch {
  /** Is called with each reading from now on. */
  onLoad(listener: (load: EngineLoad) => void): void;
  stop(): PeakLoad;
}

/**
 * Reads the load of an engine every two seconds until it is stopped. Metrics that cannot be read are left out.
 *
 * @param isSampled whether the engine has a load that can be read.
 */
export function watchLoad(engine: Engine, isSampled = true): LoadWatch {
  let listener: (load: EngineLoad) => void = () => {};
  const peak: PeakLoad = {};
  const raise = (name: keyof PeakLoad, value: number | null) => {
    if (value !== null) peak[name] = Math.max(peak[name] ?? 0, value);
  };
  const read = async () => {
    // A run does not fail because metrics cannot be read: its answers show whether the engine works.
    const load = await engine.sampleLoad().catch(() => null);
    if (!load) return;
    listener(load);
    raise("peakRunning", load.running);
    raise("peakWaiting", load.waiting);
    raise("peakCacheUsage", load.cacheUsage);
  };
  const timer = isSampled ? setInterval(read, INTERVAL_MS) : undefined;
  if (isSampled) void read();
  return {
    onLoad(next) {
      listener = next;
    },
    stop() {
      clearInterval(timer);
      return peak;
    },
  };
}
