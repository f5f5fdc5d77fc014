import type { Candidate } from "../analysis/request/candidate.ts";
import type { Catalogue } from "../store/catalogue.ts";
import type { PicturePoint } from "./picture.ts";

/**
 * Returns the names of a candidate: its model, the settings that distinguish it from others of the same model, and a
 * short label of both.
 *
 * @param lab the lab that ran it, if candidates are runs.
 */
export function namesOf(
  { modelId, mode, operatingPoint }: Pick<Candidate, "modelId" | "mode" | "operatingPoint">,
  { models }: Catalogue,
  lab: string | undefined,
): Pick<PicturePoint, "model" | "mode" | "label" | "series"> {
  // A model is unknown only if it is newer than the catalogue.
  const slugOf = (id: number) => models.byId.get(id)?.slug ?? `model ${id}`;
  const model = slugOf(modelId);
  const settings = [mode, ...settingsOf(operatingPoint, slugOf), ...(lab ? [lab] : [])];
  const shown = mode === "default" ? settings.slice(1) : settings;
  return {
    model,
    mode: settings.join(", "),
    label: [shortName(model), ...shown].join(" · "),
    ...(operatingPoint && { series: JSON.stringify([modelId, mode, operatingPoint.fallback]) }),
  };
}

/** Returns the settings of test-time compute of an operating point, in words. */
function settingsOf(operatingPoint: Candidate["operatingPoint"], slugOf: (id: number) => string): string[] {
  if (!operatingPoint) return [];
  const { tokenCap, votes, bestOf, fallback } = operatingPoint;
  return [
    ...(tokenCap === null ? [] : [`≤ ${tokenCap.toLocaleString("en-US")} tokens`]),
    ...(votes === null ? [] : [`majority of ${votes}`]),
    ...(bestOf === null ? [] : [`best of ${bestOf}`]),
    ...(fallback ? [`else ${shortName(slugOf(fallback.modelId))}`] : []),
  ];
}

/** Returns the name of a model without its developer. */
const shortName = (slug: string) => slug.slice(slug.indexOf("/") + 1);
