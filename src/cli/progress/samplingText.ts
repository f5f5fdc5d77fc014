import { DECODING_SETTINGS, type Decoding } from "../../decoding/decoding.ts";

/** Settings of the sampling as a text, such as `temperature 0.6, topP 0.95`, in the order in which they are declared. */
export function samplingText(sampling: Decoding | null): string {
  const names = Object.keys(DECODING_SETTINGS) as (keyof Decoding)[];
  const stated = names.flatMap((name) => (sampling?.[name] == null ? [] : [`${name} ${sampling[name]}`]));
  return stated.length === 0 ? "not stated" : stated.join(", ");
}
