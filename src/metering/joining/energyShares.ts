import { energyBetween } from "../energy.ts";
import type { EnergyLine } from "../records/logLines.ts";
import type { MeteredRequest } from "../records/readLog.ts";
import { windowOf } from "../records/window.ts";

export interface Work {
  /** Null where a GPU does not tell its energy. */
  joules: number | null;
  gpuSeconds: number;
}

/**
 * Shares the work of the GPUs among groups of requests by time: in each moment it goes to the groups in proportion to their
 * requests that are under way. Where none is, it goes in equal parts to the groups that have begun and not ended.
 *
 * @param lines of one log
 * @returns for each group its share; null where the meter did not cover all of its time
 */
export function energyShares(
  groups: readonly (readonly MeteredRequest[])[],
  lines: readonly EnergyLine[],
): (Work | null)[] {
  const windows = groups.map(windowOf);
  const covered = windows.map(({ from, to }) => from <= to && energyBetween([...lines], from, to) !== null);
  const shares = groups.map(() => ({ joules: 0 as number | null, gpuSeconds: 0 }));
  const underWay = groups.map(() => 0);
  const open = groups.map(() => false);
  const changes: { at: number; make: () => void }[] = [];
  for (const [group, requests] of groups.entries()) {
    for (const { at, answer } of requests) {
      changes.push({ at, make: () => underWay[group]!++ });
      changes.push({ at: at + 1000 * (answer?.latency ?? 0), make: () => underWay[group]!-- });
    }
    changes.push({ at: windows[group]!.from, make: () => (open[group] = true) });
    changes.push({ at: windows[group]!.to, make: () => (open[group] = false) });
  }
  let line = 0;
  for (const { at } of lines) changes.push({ at, make: () => line++ });
  changes.sort((a, b) => a.at - b.at);

  let before = Number.NaN;
  for (const { at, make } of changes) {
    const [last, next] = [lines[line - 1], lines[line]];
    if (at > before && last && next && next.at > last.at) {
      const part = (at - before) / (next.at - last.at);
      const joules = last.joules === null || next.joules === null ? null : part * (next.joules - last.joules);
      const gpuSeconds = part * (next.gpuSeconds - last.gpuSeconds);
      const isIdle = underWay.every((count) => count === 0);
      const weights = isIdle ? open.map(Number) : underWay;
      const all = weights.reduce((sum, weight) => sum + weight, 0);
      for (const [group, weight] of weights.entries()) {
        if (weight === 0) continue;
        const share = shares[group]!;
        share.joules = share.joules === null || joules === null ? null : share.joules + (joules * weight) / all;
        share.gpuSeconds += (gpuSeconds * weight) / all;
      }
    }
    make();
    before = at;
  }
  return shares.map((share, group) => (covered[group] ? share : null));
}
