import { quantile } from "./percentile.ts";

/** An answer whose tokens flowed from `first` to `end`, in seconds of `performance.now()`. */
export interface AnsweredAt {
  began: number;
  /** The first token; null where it is not known. */
  first: number | null;
  end: number;
  tokens: number | null;
}

/** The part of a run in which it had its full load, without the warm-up before and the tail after it. */
export interface SteadyPart {
  /** Seconds of `performance.now()`. */
  from: number;
  to: number;
  /** The tokens that flowed in this time. */
  tokens: number;
  /** Seconds that were left out. */
  warmUp: number;
  tail: number;
}

/** Where the load of a run is noted as it goes on. */
export interface LoadRecord {
  /** A request began or ended, and so many are in flight now. */
  inFlight(count: number, now: number): void;
  answered(answer: AnsweredAt): void;
  /** The steady part of a run that ended; null where less than one answer for each request in flight falls into it. */
  steady(): SteadyPart | null;
  /** The 50th, 90th and 99th percentile of latency, TTFT and mean time between two tokens of an answer, in seconds. */
  percentiles(): Record<string, number>;
}

/** Full load is this share of the most requests that were in flight at once. */
const FULL = 0.9;

export function recordLoad(): LoadRecord {
  const answers: AnsweredAt[] = [];
  /** The times at which each level of requests in flight was first reached and last left. */
  const reached: number[] = [];
  const left: number[] = [];
  let before = 0;

  return {
    inFlight(count, now) {
      for (let level = before + 1; level <= count; level++) reached[level] ??= now;
      for (let level = count + 1; level <= before; level++) left[level] = now;
      before = count;
    },
    answered: (answer) => void answers.push(answer),
    steady() {
      const most = reached.length - 1;
      if (most < 1) return null;
      const level = Math.ceil(FULL * most);
      const [start, to] = [reached[1]!, left[level] ?? reached[level]!];
      // The first requests begin at once, so that their prompts are read before any token comes: that is no steady load.
      const firstEnd = answers.reduce(
        (least, { end }) => (end >= reached[level]! ? Math.min(least, end) : least),
        Infinity,
      );
      const from = Math.max(reached[level]!, firstEnd);
      const ended = answers.filter(({ end }) => end > from && end <= to).length;
      if (!(to > from) || ended < most) return null;
      const tokens = answers.reduce((sum, answer) => sum + tokensWithin(answer, from, to), 0);
      return { from, to, tokens, warmUp: from - start, tail: (left[1] ?? to) - to };
    },
    percentiles() {
      const values = {
        latency: answers.map(({ began, end }) => end - began),
        ttft: answers.flatMap(({ began, first }) => (first === null ? [] : [first - began])),
        timePerToken: answers.flatMap(({ first, end, tokens }) =>
          first !== null && tokens !== null && tokens > 1 ? [(end - first) / (tokens - 1)] : [],
        ),
      };
      return Object.fromEntries(
        Object.entries(values).flatMap(([name, of]) => {
          const sorted = of.sort((a, b) => a - b);
          return sorted.length === 0 ? [] : [50, 90, 99].map((p) => [`${name}P${p}`, quantile(sorted, p / 100)]);
        }),
      );
    },
  };
}

function tokensWithin({ began, first, end, tokens }: AnsweredAt, from: number, to: number): number {
  const start = first ?? began;
  if (tokens === null || end <= from || start >= to) return 0;
  return end > start ? (tokens * (Math.min(end, to) - Math.max(start, from))) / (end - start) : tokens;
}
