import type { MeteredRequest } from "./readLog.ts";

/** Whether an answer came to a request, and whole. */
export const isAnswered = ({ answer }: MeteredRequest) => answer !== null && answer.failure === null;

/**
 * The requests that a client sent again after a failure, with the request that failed before each: those whose body is the
 * same as that of an earlier request of the run that had failed by then, and those that say so themselves, whose earlier
 * request is null where none is found. One failure stands for one retry, so that a harness that asks the same several times
 * on purpose is not taken for one that tries again.
 *
 * @param requests those of one run, in the order in which they came
 */
export function retriesIn(requests: MeteredRequest[]): Map<MeteredRequest, MeteredRequest | null> {
  const retries = new Map<MeteredRequest, MeteredRequest | null>();
  const failed = new Map<string, MeteredRequest[]>();
  for (const request of requests) {
    const key = request.body;
    const earlier = key === null ? undefined : failed.get(key);
    const at = earlier?.findIndex((one) => endOf(one) <= request.at) ?? -1;
    if (earlier && at !== -1) retries.set(request, earlier.splice(at, 1)[0]!);
    else if ((request.attempt ?? 0) > 0) retries.set(request, null);
    if (key === null || isAnswered(request)) continue;
    const same = failed.get(key);
    if (same) same.push(request);
    else failed.set(key, [request]);
  }
  return retries;
}

const endOf = ({ at, answer }: MeteredRequest) => (answer ? at + 1000 * answer.latency : Number.POSITIVE_INFINITY);
