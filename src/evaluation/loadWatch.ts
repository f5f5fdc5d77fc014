import type { Engine } from "../plugins/contract/runner.ts";

const INTERVAL_MS = 2000;

/** The most that an engine said of itself while a run was answered; absent for what it does not export. */
export interface PeakLoad {
  /** Requests that it worked on at once. */
  peakRunning?: number;
  /** Requests that waited for it. */
  peakWaiting?: number;
  /** Share of its KV cache in use. */
  peakCacheUsage?: number;
}

/** Reads the engine's own metrics every two seconds until it is stopped. An engine without any, or one that fails, gives none. */
export function watchLoad(engine: Engine): { stop(): PeakLoad } {
  const peak: PeakLoad = {};
  const raise = (name: keyof PeakLoad, value: number | null) => {
    if (value !== null) peak[name] = Math.max(peak[name] ?? 0, value);
  };
  const read = async () => {
    // Answers tell whether an engine works; that its metrics can't be read is no failure of the run.
    const load = await engine.sampleLoad().catch(() => null);
    if (!load) return;
    raise("peakRunning", load.running);
    raise("peakWaiting", load.waiting);
    raise("peakCacheUsage", load.cacheUsage);
  };
  const timer = setInterval(read, INTERVAL_MS);
  void read();
  return {
    stop() {
      clearInterval(timer);
      return peak;
    },
  };
}
