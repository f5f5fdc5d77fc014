import type { Context } from "../base/context.ts";

/** The events of a source as long as the caller's token holds. A generator would not end before the next event. */
export function whileHolds<Event>(
  events: AsyncIterable<Event>,
  stillHolds: Context["stillHolds"],
): AsyncIterable<Event> {
  if (stillHolds === null) return events;
  const source = events[Symbol.asyncIterator]();
  const end = async (): Promise<IteratorResult<Event>> => {
    await source.return?.();
    return { done: true, value: undefined };
  };
  const next = async (): Promise<IteratorResult<Event>> => {
    const result = await source.next();
    if (result.done) return result;
    const holds = await stillHolds().then(
      () => true,
      () => false,
    );
    return holds ? result : end();
  };
  return { [Symbol.asyncIterator]: () => ({ next, return: end }) };
}
