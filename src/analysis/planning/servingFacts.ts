import type { Measures } from "../../store/measures.ts";
import { type KnownArchitecture, readArchitectures } from "../../store/reading/architectures.ts";
import { readSampledAnswers } from "../../store/reading/storedAnswers.ts";
import type { Store } from "../../store/store.ts";
import { typicalPromptTokens } from "../candidates/typicalPrompt.ts";
import { type PublishedPrecision, readPublishedPrecisions } from "../deployment/publishedPrecisions.ts";
import { type Candidate, type CandidateRequest, candidateKey } from "../request/candidate.ts";
import { type KnownLengths, sampledLengths, spreadLengths } from "./answerLengths.ts";

/** What a plan of serving needs to know of a candidate; null where nobody knows it. */
export interface ServingFacts {
  known: KnownArchitecture | null;
  precisions: readonly PublishedPrecision[];
  lengths: KnownLengths | null;
  /** The mean prompt of its benchmarks; null where it is not known. */
  promptTokens: number | null;
}

export const NO_FACTS: ServingFacts = { known: null, precisions: [], lengths: null, promptTokens: null };

/** The facts of candidates, by `candidateKey`. Of the lengths only the moments are kept. */
export async function readServingFacts<One extends Candidate>(
  store: Store,
  { criteria, grain }: CandidateRequest,
  candidates: readonly One[],
  measuresOf: (candidate: One) => Measures | Promise<Measures>,
): Promise<Map<string, ServingFacts>> {
  const { models, benchmarks } = await store.catalogue();
  const modelIds = candidates.map(({ modelId }) => modelId);
  const architectures = await readArchitectures(store, modelIds);
  const precisions = await readPublishedPrecisions(store, modelIds);
  const groups = grain === "RUN" ? [] : await readSampledAnswers(store, criteria);
  const typical = typicalPromptTokens({ benchmarks }, criteria.benchmarkIds);
  const facts = await Promise.all(
    candidates.map(async (candidate): Promise<[string, ServingFacts]> => {
      const { output_tokens: tokens, prompt_tokens: prompt, reasoning_tokens: reasoning } = await measuresOf(candidate);
      const answers = candidate.operatingPoint?.votes ?? candidate.operatingPoint?.bestOf ?? 1;
      const names = { model: models.byId.get(candidate.modelId)?.slug ?? "", mode: candidate.mode };
      const spread = () =>
        tokens && answers === 1
          ? spreadLengths({ ...names, countsReasoning: (reasoning?.value ?? 0) > 0 }, tokens)
          : null;
      const lengths = sampledLengths(groups, candidate, criteria.benchmarkIds) ?? spread();
      const own = { known: architectures.get(candidate.modelId) ?? null, lengths };
      const published = precisions.get(candidate.modelId) ?? [];
      return [
        candidateKey(candidate),
        { ...own, precisions: published, promptTokens: prompt?.value ?? (typical || null) },
      ];
    }),
  );
  return new Map(facts);
}
