import { type DeploymentEstimate, estimateDeployment } from "../../compute/serving/deployment.ts";
import type { Measures } from "../../store/measures.ts";
import { readArchitectures } from "../../store/reading/architectures.ts";
import type { Store } from "../../store/store.ts";
import { typicalPromptTokens } from "../candidates/typicalPrompt.ts";
import type { Candidate, Exclusion, ServedAs } from "../request/candidate.ts";
import type { DeploymentPlan } from "../request/deploymentPlan.ts";
import { chosenDeployment, describeServing } from "./chosenDeployment.ts";
import { deployedMeasures } from "./deployedMeasures.ts";
import { readPublishedPrecisions } from "./publishedPrecisions.ts";
import { readServingFigures } from "./servingFigures.ts";

/** The measures of an answer on a deployment, or the reason why there are none. */
export type DeployedAnswer = { measures: Measures; servedAs?: ServedAs | undefined } | Exclusion;

/**
 * Prepares the measures of answers on a deployment for the given candidates. Figures per token that were measured by
 * serving the model there come first, times the tokens of the answer. The roofline model gives the figures that were not
 * measured. Measurements are joined per token and never per answer, since sources differ in how long they let a model
 * think.
 *
 * @returns a function from a candidate and its stored measures to its measures on the deployment. `answers` is the number
 *   of answers to each problem, which are generated side by side.
 */
export async function deploymentReader(
  store: Store,
  plan: DeploymentPlan,
  { benchmarkIds, ...version }: { benchmarkIds: readonly number[]; asOfDigest?: string },
  candidates: readonly Pick<Candidate, "modelId">[],
): Promise<(candidate: Pick<Candidate, "modelId">, measures: Measures, answers?: number) => DeployedAnswer> {
  const { benchmarks, models } = await store.catalogue();
  const architectures = await readArchitectures(
    store,
    candidates.map(({ modelId }) => modelId),
  );
  const published =
    plan.choosePrecision || plan.precision !== null
      ? await readPublishedPrecisions(
          store,
          candidates.map(({ modelId }) => modelId),
        )
      : null;
  const servingOf = await readServingFigures(store, plan, version);
  const typicalPrompt = typicalPromptTokens({ benchmarks }, benchmarkIds);

  return ({ modelId }, measures, answers = 1) => {
    const outputTokens = measures.output_tokens!.value / answers;
    const promptTokens = measures.prompt_tokens?.value ?? typicalPrompt;
    const known = architectures.get(modelId);
    const slug = models.byId.get(modelId)?.slug ?? "this model";
    const precisions = published?.get(modelId);
    const allowed = precisions?.map(({ precision }) => precision);
    const chosen = known ? chosenDeployment(plan, known, promptTokens, outputTokens, allowed) : null;
    const measured = servingOf(modelId, outputTokens, chosen?.serving.batch ?? plan.batch);
    if (!chosen && !measured) {
      return { reason: "NO_ARCHITECTURE", message: `The architecture of ${slug} is not known.` };
    }
    if (chosen && !chosen.estimate && !measured) {
      if (chosen.isTooSlow) return { reason: "TOO_SLOW", message: tooSlow(slug, plan) };
      const deployment = estimateDeployment(known!.architecture, chosen.serving, promptTokens + outputTokens);
      return { reason: "DOES_NOT_FIT", message: misfit(slug, plan, deployment) };
    }
    const where = chosen ? describeServing(chosen.serving) : `${plan.count} × ${plan.hardware}`;
    const deployed = { ...plan, where, error: chosen?.error, measured: chosen?.measured };
    const whole = deployedMeasures(measures, deployed, measured, chosen?.estimate ?? null, answers);
    if (!chosen?.estimate || !known) return { measures: whole };
    const { precision } = chosen.serving;
    const checkpoint = precisions?.find((one) => one.precision === precision)?.checkpoint ?? null;
    return { measures: whole, servedAs: { where, precision, own: known.precision, checkpoint } };
  };
}

function tooSlow(slug: string, { count, hardware, ttftP95, itlP95 }: DeploymentPlan): string {
  const limits = [
    ...(ttftP95 === null ? [] : [`${ttftP95} s to the first token`]),
    ...(itlP95 === null ? [] : [`${itlP95} s between two tokens`]),
  ];
  return `${slug} is slower on ${count} × ${hardware} than ${limits.join(" and ")} at the 95th percentile.`;
}

function misfit(slug: string, plan: DeploymentPlan, { memory, maxBatch }: DeploymentEstimate): string {
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(bytes < 1e10 ? 1 : 0)} GB`;
  return `${slug} needs ${gigabytes(memory.weights)} for its weights and ${gigabytes(memory.kvCache)} for the KV cache of ${
    plan.batch === "BEST" ? 1 : plan.batch
  } ${plan.batch === "BEST" || plan.batch === 1 ? "answer" : "answers"}; ${plan.count} × ${plan.hardware} has ${gigabytes(memory.available)} to use${
    maxBatch ? ` and holds a batch of ${maxBatch}` : ""
  }.`;
}
