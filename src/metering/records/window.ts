import type { MeteredRequest } from "./readLog.ts";

/** From the first request to the last answer, in milliseconds since 1970. */
export function windowOf(requests: readonly MeteredRequest[]): { from: number; to: number } {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { at, answer } of requests) {
    from = Math.min(from, at);
    to = Math.max(to, at + 1000 * (answer?.latency ?? 0));
  }
  return { from, to };
}
