import { quantile } from "../evaluation/answers/percentile.ts";
import { energyBetween } from "./energy.ts";
import type { MeteredRequest, MeteredSession } from "./records/readLog.ts";
import { isAnswered, retriesIn } from "./records/retries.ts";
import { windowOf } from "./records/window.ts";

/** The distribution of a figure: how many values there are, their mean, and the values below which these shares lie. */
export interface Distribution {
  count: number;
  mean: number;
  p50: number;
  p90: number;
  p99: number;
}

/** What the requests of one run in one session cost. */
export interface RunSummary {
  run: string | null;
  models: string[];
  /** Instants in RFC 3339. */
  from: string;
  to: string;
  seconds: number;
  requests: number;
  /** Those whose answer came whole. */
  answered: number;
  /** Those in whose middle the recorder was ended. */
  unfinished: number;
  retries: number;
  /** The numbers of failures by their codes. */
  failures: Record<string, number>;
  finishReasons: Record<string, number>;
  /** Sums over the answers whose tokens the engine counted; null where it counted those of none. */
  promptTokens: number | null;
  outputTokens: number | null;
  reasoningTokens: number | null;
  cachedPromptTokens: number | null;
  /** The answers whose tokens of output the engine counted. */
  answersCounted: number;
  /** Answers of several choices count as one. Null where there is no value. */
  outputTokensOfAnswer: Distribution | null;
  /** Seconds. */
  ttft: Distribution | null;
  latency: Distribution | null;
  /** The work of the metered GPUs from the first request to the last answer; null where it was not metered. */
  joules: number | null;
  gpuSeconds: number | null;
}

/** What a session of the proxy recorded. */
export interface SessionSummary {
  file: string;
  upstream: string;
  hardware: string | null;
  meter: string | null;
  sample: number | null;
  /** Whether the session ended in order. */
  ended: boolean;
  /** All requests that came, those left out of a sample too; null where the session did not end in order. */
  requestsSeen: number | null;
  /** The requests by which the proxy itself learnt how the engine writes a stream. */
  ownRequests: number;
  linesLeftOut: number;
  faults: string[];
  runs: RunSummary[];
}

export function summarize({ file, session, requests, energy, end, faults }: MeteredSession): SessionSummary {
  const clients = requests.filter(({ own }) => !own);
  const runs = Map.groupBy(clients, ({ run }) => run);
  return {
    ...{ file, upstream: session.upstream, sample: session.sample },
    hardware: session.hardware && `${session.hardware.count}x${session.hardware.name}`,
    meter: session.meter && `${session.meter.source}, ${session.meter.gpus.length} GPUs (${session.meter.chosenBy})`,
    ended: end !== null,
    requestsSeen: end?.requests ?? null,
    ownRequests: requests.length - clients.length,
    linesLeftOut: end?.linesLeftOut ?? 0,
    faults,
    runs: [...runs].map(([run, of]) => summarizeRun(run, of, energy)),
  };
}

function summarizeRun(run: string | null, requests: MeteredRequest[], energy: MeteredSession["energy"]): RunSummary {
  const answers = requests.flatMap(({ answer }) => answer ?? []);
  const { from, to } = windowOf(requests);
  const counted = answers.filter(({ outputTokens }) => outputTokens !== null);
  const sum = (field: "promptTokens" | "outputTokens" | "reasoningTokens" | "cachedPromptTokens") =>
    answers.reduce<number | null>((total, { [field]: value }) => (value === null ? total : (total ?? 0) + value), null);
  const work = energyBetween(energy, from, to);
  return {
    ...{ run, requests: requests.length, answered: requests.filter(isAnswered).length },
    models: [...new Set(requests.flatMap(({ model }) => model ?? []))].sort(),
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    seconds: (to - from) / 1000,
    unfinished: requests.length - answers.length,
    retries: retriesIn(requests).size,
    failures: countsOf(answers.flatMap(({ failure }) => failure ?? [])),
    finishReasons: countsOf(
      answers.flatMap(({ choices }) => choices.flatMap(({ finishReason }) => finishReason ?? [])),
    ),
    promptTokens: sum("promptTokens"),
    outputTokens: sum("outputTokens"),
    reasoningTokens: sum("reasoningTokens"),
    cachedPromptTokens: sum("cachedPromptTokens"),
    answersCounted: counted.length,
    outputTokensOfAnswer: distributionOf(counted.map(({ outputTokens }) => outputTokens!)),
    ttft: distributionOf(answers.flatMap(({ ttft }) => ttft ?? [])),
    latency: distributionOf(answers.flatMap(({ failure, latency }) => (failure === null ? latency : []))),
    joules: work?.joules ?? null,
    gpuSeconds: work?.gpuSeconds ?? null,
  };
}

function distributionOf(values: number[]): Distribution | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  return {
    count: sorted.length,
    mean: sorted.reduce((total, value) => total + value, 0) / sorted.length,
    p50: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    p99: quantile(sorted, 0.99),
  };
}

const countsOf = (names: string[]) =>
  Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]).sort());
