import type { Decoding } from "../decoding/decoding.ts";

/** Settings of the sampling as a text, such as `temperature 0.6, topP 0.95`; a setting that is not there is left out. */
export function samplingText(sampling: Decoding | null): string {
  const stated = Object.entries(sampling ?? {}).filter(([, value]) => value !== undefined && value !== null);
  return stated.length === 0 ? "not stated" : stated.map(([name, value]) => `${name} ${value}`).join(", ");
}
