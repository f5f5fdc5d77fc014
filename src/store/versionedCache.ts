import { LRUCache } from "lru-cache";
import { byteSize } from "./byteSize.ts";
import { shared } from "./shared.ts";
import type { Store } from "./store.ts";

interface Entry {
  read(): Promise<unknown>;
  /** Bytes, about. */
  size: number;
}

/** The most bytes of answers that are kept for a store, by the estimates of `byteSize`. */
export const KEPT_BYTES = 64 * 1024 * 1024;
/** An answer that is still computed counts so much. */
const UNKNOWN_BYTES = 16 * 1024;

/** Answers by request and by the version of the data that they were computed from: a new version has none. */
const answersOf = new WeakMap<Store, LRUCache<string, Entry>>();

/**
 * The result of `compute` for a request, computed once for each version of the data. The computation ends when no request
 * waits for it any more.
 *
 * @param more the bytes that a result holds and that cannot be seen in it, such as what its functions hold.
 */
export function oncePerVersion<Answer>(
  store: Store,
  kind: string,
  request: unknown,
  compute: () => Promise<Answer>,
  more: (answer: Answer) => number = () => 0,
): Promise<Answer> {
  let answers = answersOf.get(store);
  if (!answers) {
    answers = new LRUCache({ maxSize: KEPT_BYTES, sizeCalculation: ({ size }) => size });
    answersOf.set(store, answers);
  }
  const key = `${store.version()} ${kind} ${JSON.stringify(request)}`;
  const known = answers.get(key);
  if (known) return known.read() as Promise<Answer>;

  const kept = answers;
  const entry: Entry = {
    read: shared(
      async () => {
        const answer = await compute();
        entry.size = 2 * key.length + byteSize(answer) + more(answer);
        // It is weighed anew, unless it was dropped meanwhile.
        if (kept.peek(key) === entry) {
          kept.delete(key);
          kept.set(key, entry);
        }
        return answer;
      },
      () => {
        if (kept.peek(key) === entry) kept.delete(key);
      },
    ),
    size: UNKNOWN_BYTES + 2 * key.length,
  };
  answers.set(key, entry);
  return entry.read() as Promise<Answer>;
}
