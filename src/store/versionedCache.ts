import { LRUCache } from "lru-cache";
import type { Store } from "./store.ts";

/** Answers by request and by the version of the data that they were computed from: a new version has none. */
const answersOf = new WeakMap<Store, LRUCache<string, Promise<unknown>>>();

/** The result of `compute` for a request, computed once for each version of the data. */
export function oncePerVersion<Answer>(
  store: Store,
  kind: string,
  request: unknown,
  compute: () => Promise<Answer>,
): Promise<Answer> {
  const answers = answersOf.get(store) ?? new LRUCache({ max: 400 });
  answersOf.set(store, answers);
  const key = `${store.version()} ${kind} ${JSON.stringify(request)}`;
  const known = answers.get(key) as Promise<Answer> | undefined;
  if (known) return known;
  const answer = compute();
  answer.catch(() => answers.delete(key));
  answers.set(key, answer);
  return answer;
}
