import { amountAt } from "../fields/figures.ts";
import { type Tokens, tokensOf } from "./usage.ts";

/** What the calls of the model in a sample took: those that answer, and those that grade. */
export interface Calls {
  /** Seconds of the answering calls together, without what they waited for; undefined where one of them is not known. */
  latency?: number;
  answering: Tokens[];
  grading: Tokens[];
}

interface Event extends Record<string, unknown> {
  event?: unknown;
  id?: unknown;
  parent_id?: unknown;
  span_id?: unknown;
  type?: unknown;
  action?: unknown;
  model?: unknown;
  cache?: unknown;
  output?: { usage?: unknown; time?: unknown } | null;
}

const SCORING = /^scorers?$/;

/**
 * The calls of one model among the events of a sample. Calls within the span of a scorer are those of a grader, also where
 * the model grades itself.
 *
 * @throws ImportError for tokens or a time that cannot be.
 */
export function callsOf(events: unknown, model: string, place: string): Calls {
  const calls: Calls = { answering: [], grading: [] };
  const times: (number | undefined)[] = [];
  for (const { event, i, isScoring } of eventsWithScoring(events)) {
    // An answer that was read from a cache of the tool cost nothing now.
    if (event.event !== "model" || event.model !== model || event.cache === "read") continue;
    const at = `${place}: events.${i}.output`;
    const tokens = tokensOf(event.output?.usage, `${at}.usage`);
    if (isScoring) {
      if (tokens) calls.grading.push(tokens);
      continue;
    }
    if (tokens) calls.answering.push(tokens);
    times.push(amountAt(event.output?.time, `${at}.time`));
  }
  if (times.length > 0 && times.every((time) => time !== undefined)) {
    calls.latency = times.reduce((sum, time) => sum + time, 0);
  }
  return calls;
}

/**
 * The events of a sample with their places, and whether each is within the span of a scorer. Before spans there were steps,
 * which stand around their events.
 */
export function eventsWithScoring(events: unknown) {
  const scoring = new Set<unknown>();
  let steps: boolean[] = [];
  return (Array.isArray(events) ? (events as (Event | null)[]) : []).flatMap((event, i) => {
    if (typeof event !== "object" || event === null) return [];
    const isScorer = typeof event.type === "string" && SCORING.test(event.type);
    if (event.event === "span_begin" && (isScorer || scoring.has(event.parent_id))) scoring.add(event.id);
    if (event.event === "step") steps = event.action === "begin" ? [...steps, isScorer] : steps.slice(0, -1);
    return [{ event, i, isScoring: scoring.has(event.span_id) || steps.includes(true) }];
  });
}
