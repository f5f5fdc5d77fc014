import type { ImportedRequest } from "../../plugins/contract/importer.ts";
import type { MeteredRequest } from "../records/readLog.ts";
import { isAnswered, retriesIn } from "../records/retries.ts";
import { type Part, partsOf, promptOf } from "./parts.ts";

/** A part with what it was for. A failed one, and one of a try that was given up, answered nothing. */
export interface AssignedPart {
  part: Part;
  purpose: ImportedRequest["purpose"];
}

/** A sample of a harness, with the requests that its file states. */
export interface AskedSample {
  requests: readonly ImportedRequest[];
}

export interface Assignment<Sample> {
  /** The parts of each sample, in the order in which they came. A sample without any is left out. */
  ofSamples: Map<Sample, AssignedPart[]>;
  /** The parts that belong to no sample. */
  others: Part[];
}

/** A request that a sample states, with the answers to it that no part was found for. */
interface Wish<Sample> {
  sample: Sample;
  request: ImportedRequest;
  lacking: number;
}

/**
 * Gives the samples the requests that were made for them. Those of the same prompt are told apart by the text of the answer,
 * and of the same text by their order. What no file states goes to the only sample that asked this prompt; where several
 * did, it goes to them in order if it is just as much as they lack, and otherwise to none. A request that failed goes with
 * its retry.
 *
 * @param samples in the order of their files
 * @param requests in the order in which they came
 */
export function assign<Sample extends AskedSample>(
  samples: readonly Sample[],
  requests: readonly MeteredRequest[],
): Assignment<Sample> {
  const parts = partsOf(requests);
  const pools = poolsOf(samples, parts);
  const taken = new Map<Part, { sample: Sample; purpose: AssignedPart["purpose"] }>();
  const isFree = (part: Part) => !taken.has(part);
  const take = (part: Part, { sample, request: { purpose } }: Wish<Sample>) =>
    taken.set(part, { sample, purpose: isAnswered(part.request) ? purpose : "given up" });

  for (const { wishes, parts: pool } of pools) byAnswer(wishes, pool, taken, take);
  for (const { wishes, parts: pool } of pools) {
    const free = pool.filter((part) => isFree(part) && isAnswered(part.request));
    const lacking = wishes.flatMap((wish) => Array.from({ length: wish.lacking }, () => wish));
    const isOnly = new Set(wishes.map(({ sample }) => sample)).size === 1;
    if (isOnly) for (const [i, part] of free.entries()) take(part, lacking[i] ?? wishes.at(-1)!);
    else if (free.length === lacking.length) for (const [i, part] of free.entries()) take(part, lacking[i]!);
  }
  withRetries(requests, parts, taken);
  for (const { wishes, parts: pool } of pools) {
    // What failed and was not tried again.
    if (new Set(wishes.map(({ sample }) => sample)).size > 1) continue;
    for (const part of pool) if (isFree(part)) take(part, wishes[0]!);
  }

  const ofSamples = new Map<Sample, AssignedPart[]>();
  for (const part of parts) {
    const found = taken.get(part);
    if (!found) continue;
    const { sample, purpose } = found;
    const own = ofSamples.get(sample);
    if (own) own.push({ part, purpose });
    else ofSamples.set(sample, [{ part, purpose }]);
  }
  return { ofSamples, others: parts.filter(isFree) };
}

interface Pool<Sample> {
  wishes: Wish<Sample>[];
  parts: Part[];
}

/** What was asked by the same prompt: by the same messages where some were recorded, and else by the same last text. */
function poolsOf<Sample extends AskedSample>(samples: readonly Sample[], parts: readonly Part[]): Pool<Sample>[] {
  const byWhole = Map.groupBy(parts, (part) => promptOf(part).whole);
  const byText = Map.groupBy(parts, (part) => promptOf(part).text);
  const pools = new Map<string, Pool<Sample>>();
  for (const sample of samples) {
    for (const request of sample.requests) {
      const { whole, text, model, answers } = request;
      const [key, found] =
        whole !== undefined && byWhole.has(whole)
          ? [`whole ${whole}`, byWhole.get(whole)!]
          : [`text ${text}`, (text && byText.get(text)) || []];
      const name = model === undefined ? key : `${key} ${model}`;
      const pool = pools.get(name) ?? { wishes: [], parts: model === undefined ? found : ofModel(found, model) };
      pool.wishes.push({ sample, request, lacking: Math.max(1, answers.length) });
      pools.set(name, pool);
    }
  }
  return [...pools.values()];
}

/**
 * The parts that were asked of a model: what others asked of another one, whose results stand in the same folder, is not
 * theirs. A file can name the model with its provider or its lab, as the request did not.
 */
function ofModel(parts: readonly Part[], model: string): Part[] {
  const same = parts.filter(({ request }) => request.model === model);
  if (same.length > 0) return same;
  return parts.filter(({ request }) => request.model === null || lastName(request.model) === lastName(model));
}

const lastName = (model: string) => model.slice(model.lastIndexOf("/") + 1).toLowerCase();

/** Takes for each answer that a file states the first part with an answer of the same text. */
function byAnswer<Sample>(
  wishes: readonly Wish<Sample>[],
  pool: readonly Part[],
  taken: ReadonlyMap<Part, { sample: Sample }>,
  take: (part: Part, wish: Wish<Sample>) => void,
): void {
  const found = new Map<string, { part: Part; isUsed: boolean }[]>();
  for (const part of pool) {
    if (!isAnswered(part.request)) continue;
    for (const { text } of part.choices) {
      if (text === null) continue;
      const same = found.get(text) ?? [];
      same.push({ part, isUsed: false });
      found.set(text, same);
    }
  }
  for (const wish of wishes) {
    for (const answer of wish.request.answers) {
      // The answers of one request belong to one sample.
      const choice = found.get(answer)?.find(({ part, isUsed }) => {
        const owner = taken.get(part)?.sample;
        return !isUsed && (owner === undefined || owner === wish.sample);
      });
      if (!choice) continue;
      choice.isUsed = true;
      wish.lacking--;
      if (!taken.has(choice.part)) take(choice.part, wish);
    }
  }
}

/** Gives the requests that failed to the samples whose requests tried them again. */
function withRetries<Sample>(
  requests: readonly MeteredRequest[],
  parts: readonly Part[],
  taken: Map<Part, { sample: Sample; purpose: AssignedPart["purpose"] }>,
): void {
  const retries = retriesIn([...requests]);
  const byRequest = Map.groupBy(parts, ({ request }) => request);
  // The last retry first, so that each hands its sample on to the request before it.
  for (const [retry, earlier] of [...retries].reverse()) {
    for (const part of (earlier && byRequest.get(earlier)) ?? []) {
      const owner = byRequest.get(retry)?.map((one) => taken.get(one))[part.prompt];
      if (owner && !taken.has(part)) taken.set(part, { sample: owner.sample, purpose: "given up" });
    }
  }
}
