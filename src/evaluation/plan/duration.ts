/** The most seconds for which an engine is waited for: a week. */
export const LONGEST_WAIT = 604_800;

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 };

/** The seconds of a time such as 90, 90s, 30m, 1.5h or 2d. A text that is none gives NaN, which the check refuses. */
export function readDuration(text: string): number {
  const [, count, unit = "s"] = /^(\d+(?:\.\d+)?)\s*([smhd])?$/.exec(text.trim()) ?? [];
  return count === undefined ? Number.NaN : Number(count) * SECONDS[unit as keyof typeof SECONDS];
}
