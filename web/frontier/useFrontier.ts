import inputs from "virtual:inputs";
import { useMemo, useRef } from "preact/hooks";
import { AddressError, frontierArguments, placesOf } from "../address/frontierArguments.ts";
import type { QueryFrontierArgs } from "../data/apiTypes.ts";
import { filteredBy, pictureOf } from "../data/pagePicture.ts";
import { type Question, questionOf } from "../data/question.ts";
import { readCandidates } from "../data/readCandidates.ts";
import { readCertainty } from "../data/readCertainty.ts";
import type { StartFacts } from "../data/startFacts.ts";
import { useAsked } from "../parts/useAsked.ts";

export const PLACES = placesOf(inputs.frontier);

/** The certainty of a frontier is asked for when it has not changed for so long. */
const SETTLED_MS = 120;

const NOTHING: never[] = [];

/** Reads the arguments of an address, or says what is wrong with it. */
export function argumentsOf(parameters: URLSearchParams): QueryFrontierArgs | AddressError {
  try {
    return frontierArguments(parameters, PLACES);
  } catch (error) {
    if (error instanceof AddressError) return error;
    throw error;
  }
}

/**
 * The frontier that an address asks for. Candidates are loaded once for all that filters of models leave of them; the page then
 * says at once which are on the frontier, and the server how sure that is.
 */
export function useFrontier(parameters: URLSearchParams, facts: StartFacts | null, grain: QueryFrontierArgs["grain"]) {
  const address = parameters.toString();
  const question = useMemo((): Question | Error | null => {
    const args = argumentsOf(new URLSearchParams(address));
    if (args instanceof Error) return args;
    if (!facts || !args.where?.benchmark?.length) return null;
    try {
      return questionOf(grain ? { ...args, grain } : args, facts.metrics);
    } catch (error) {
      if (error instanceof AddressError) return error;
      throw error;
    }
  }, [address, facts, grain]);
  const usable = question instanceof Error ? null : question;
  const loadedKey = usable && JSON.stringify(usable.loaded);
  const fullKey = usable && JSON.stringify(usable.args);
  const list = useAsked(loadedKey, (signal) => readCandidates(usable!.loaded, signal));
  // What the server computes for the whole is waited for after the picture, so that the picture comes first.
  const certainty = useAsked(
    list.isCurrent ? fullKey : null,
    (signal) => readCertainty(usable!.args, signal),
    SETTLED_MS,
  );
  const candidates = list.isCurrent || list.isLoading ? (list.value?.candidates ?? NOTHING) : NOTHING;
  const known = certainty.isCurrent ? certainty.value : null;
  const left = useMemo(() => (usable ? filteredBy(usable, candidates) : NOTHING), [fullKey, candidates]);
  const fresh = useMemo(() => {
    if (!usable || !list.isCurrent) return null;
    const names = (usable.args.where?.benchmark ?? []).map(
      (slug) => facts?.benchmarks.find((benchmark) => benchmark.slug === slug)?.name ?? slug,
    );
    return pictureOf(usable, left, known, names, list.value?.dataVersion ?? "");
  }, [fullKey, left, known, facts, list.isCurrent]);
  // Until the candidates of a new question are there, the picture of the old one stays, under its own title.
  const latest = useRef(fresh);
  latest.current = fresh ?? latest.current;
  const picture = latest.current;
  return { question, picture, candidates, list, certainty, known };
}
