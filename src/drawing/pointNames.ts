import type { Candidate } from "../analysis/request/candidate.ts";
import type { Catalogue } from "../store/catalogue.ts";
import type { PicturePoint } from "./picture.ts";

/**
 * What a candidate is called: its model, what sets it apart from others of the same model, and both in short.
 *
 * @param lab who ran it, where runs are candidates.
 */
export function namesOf(
  { modelId, mode, operatingPoint }: Pick<Candidate, "modelId" | "mode" | "operatingPoint">,
  { models }: Catalogue,
  lab: string | undefined,
): Pick<PicturePoint, "model" | "mode" | "label"> {
  // Unknown only if the model is newer than the catalogue at hand.
  const slugOf = (id: number) => models.byId.get(id)?.slug ?? `model ${id}`;
  const model = slugOf(modelId);
  const apart = [mode, ...knobsOf(operatingPoint, slugOf), ...(lab ? [lab] : [])];
  const told = mode === "default" ? apart.slice(1) : apart;
  return { model, mode: apart.join(", "), label: [shortName(model), ...told].join(" · ") };
}

/** How the test-time compute of an operating point is set, in words. */
function knobsOf(operatingPoint: Candidate["operatingPoint"], slugOf: (id: number) => string): string[] {
  if (!operatingPoint) return [];
  const { tokenCap, votes, bestOf, fallback } = operatingPoint;
  return [
    ...(tokenCap === null ? [] : [`≤ ${tokenCap.toLocaleString("en-US")} tokens`]),
    ...(votes === null ? [] : [`majority of ${votes}`]),
    ...(bestOf === null ? [] : [`best of ${bestOf}`]),
    ...(fallback ? [`else ${shortName(slugOf(fallback.modelId))}`] : []),
  ];
}

/** A model without its developer. */
const shortName = (slug: string) => slug.slice(slug.indexOf("/") + 1);
