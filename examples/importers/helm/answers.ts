import { Fields, textOf } from "paretograph/plugin";

/** What HELM kept of the request for an instance. */
export interface Answer {
  latency?: number;
  output?: string;
  finishReason?: string;
  error?: string;
}

export interface Answers {
  /** By instance and trial. Undefined where an instance has several requests, such as one for each option. */
  byInstance: Map<string, Answer | undefined>;
  startedAt?: string;
  finishedAt?: string;
}

export const keyOf = (instance: string, trial: number) => `${instance} ${trial}`;

/** The answers of `scenario_state.json`. The time of a cached answer is that of an earlier request, and is left out. */
export function answersOf(value: unknown, path: string): Answers {
  const answers: Answers = { byInstance: new Map() };
  if (value === undefined) return answers;
  const times: number[] = [];
  for (const state of new Fields(value, path).listOf("request_states")) {
    const instance = state.within("instance");
    const id = instance?.label("id");
    if (id === undefined || (instance?.value("perturbation") ?? null) !== null) continue;
    const key = keyOf(id, state.count("train_trial_index") ?? 0);
    const result = state.within("result");
    const isCached = result?.value("cached") === true;
    const at = result?.amount("request_datetime");
    if (at !== undefined && at > 0 && at < 1e11 && !isCached) times.push(at);
    const [completion] = result?.listOf("completions") ?? [];
    const failed = result?.value("success") === false;
    const answer: Answer = {
      latency: isCached ? undefined : result?.amount("request_time"),
      output: textOf(completion?.value("text")),
      finishReason: completion?.within("finish_reason")?.label("reason"),
      error: failed ? (textOf(result?.value("error"))?.slice(0, 1000) ?? "The request failed.") : undefined,
    };
    answers.byInstance.set(key, answers.byInstance.has(key) ? undefined : answer);
  }
  if (times.length === 0) return answers;
  const date = (seconds: number) => new Date(seconds * 1000).toISOString();
  const [first, last] = times.reduce(
    ([low, high], one) => [Math.min(low!, one), Math.max(high!, one)],
    [times[0]!, times[0]!],
  );
  return { ...answers, startedAt: date(first!), finishedAt: date(last!) };
}
