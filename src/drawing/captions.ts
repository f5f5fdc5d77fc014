import type { Frontier } from "../analysis/frontierPoint.ts";
import type { LeftOut } from "../analysis/leftOut.ts";
import type { FrontierRequest } from "../analysis/request/frontierRequest.ts";
import { deploymentEffect } from "../frontier/metrics.ts";
import type { Catalogue } from "../store/catalogue.ts";
import type { SourceRow } from "../store/reading/sources.ts";
import type { FrontierPicture, PictureAxis } from "./picture.ts";
import { breakLines, textWidth } from "./textLines.ts";
import { inSentence, writeBare, writePercent } from "./writeValue.ts";

const MOST_NAMED = 6;

/** Returns the title of a picture: the two metrics, the benchmarks and the deployment. */
export function titleOf(
  x: PictureAxis,
  y: PictureAxis,
  { criteria, on }: FrontierRequest,
  catalogue: Catalogue,
): string {
  const names = criteria.benchmarkIds.map((id) => catalogue.benchmarks.byId.get(id)?.name ?? "?");
  const benchmarks = names.length > MOST_NAMED ? `${names.length} benchmarks` : names.join(" and ");
  const where = names.length > 1 ? `the mean of ${benchmarks}` : benchmarks;
  return `${y.title} against ${inSentence(x.title)} on ${where}${on ? `, served on ${servedOn(on, catalogue)}` : ""}`;
}

function servedOn(on: NonNullable<FrontierRequest["on"]>, { hardware }: Catalogue): string {
  const name = hardware.bySlug.get(on.hardware)?.name ?? on.hardware;
  return `${on.count === 1 ? "" : `${on.count} × `}${name}${on.precision ? ` in ${on.precision}` : ""}, ${on.batch === "BEST" ? "at the best batch" : `batch ${on.batch}`}`;
}

/** Returns each lab with each licence once, in the order of the sources. */
export function sourcesIn(sources: readonly SourceRow[], { labs }: Catalogue): string[] {
  const named = sources.map(({ labId, license, url }) => {
    const place = url?.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");
    const details = [...(license ? [license] : []), ...(place && place.length <= 40 ? [place] : [])];
    return `${labs.byId.get(labId)?.name ?? "?"}${details.length > 0 ? ` (${details.join(", ")})` : ""}`;
  });
  const different = [...new Set(named)];
  const more = different.length - MOST_NAMED;
  return more > 0 ? [...different.slice(0, MOST_NAMED), `${more} more`] : different;
}

/** Returns a note on the facts that the axes do not show: other objectives, limits, and candidates that are missing. */
export function noteOn(
  { incomplete }: Frontier,
  leftOut: readonly LeftOut[],
  { objectives, minMembership, constraints, on }: FrontierRequest,
  { metrics }: Catalogue,
  shown: readonly number[],
  notDrawn: number,
): string | undefined {
  const titleIn = (metric: string) => inSentence(metrics.find(metric)?.title ?? metric);
  const others = objectives.filter((_, i) => !shown.includes(i)).map(({ metric }) => titleIn(metric));
  const limits = constraints.map(({ metric, min, max }) => {
    const write = (value: number) => writeBare(value, metrics.find(metric)!.unit);
    const [least, most] = [min == null ? [] : [`${write(min)} ≤`], max == null ? [] : [`≤ ${write(max)}`]];
    return [...least, titleIn(metric), ...most].join(" ");
  });
  const [doNotFit, tooSlow, hasNoPlace] = (["DOES_NOT_FIT", "TOO_SLOW", "NO_PLACE_ON_AXIS"] as const).map(
    (kind) => leftOut.filter(({ reason, competes }) => reason === kind && !competes).length,
  ) as [number, number, number];
  const guessing = leftOut.filter(({ reason, competes }) => reason === "NOT_BETTER_THAN_CHANCE" && !competes).length;
  const lacking = incomplete - doNotFit - tooSlow - hasNoPlace;
  const sentences = [
    ...(others.length > 0 ? [`Also traded: ${others.join(", ")}.`] : []),
    ...(limits.length > 0 ? [`Limits: ${limits.join(", ")}.`] : []),
    ...(minMembership === null
      ? []
      : [`Shown as frontier: on it in at least ${writePercent(minMembership)} of resamples.`]),
    ...(doNotFit > 0 ? [`${doNotFit} do not fit in memory.`] : []),
    ...(tooSlow > 0 ? [`${tooSlow} are slower than is allowed.`] : []),
    ...(hasNoPlace > 0 ? [`${hasNoPlace} at zero have no place on a logarithmic axis and stand apart.`] : []),
    ...(guessing > 0 ? [`${guessing} are not better than guessing and do not compete.`] : []),
    ...(lacking > 0 ? [`${lacking} lack a value and do not compete.`, ...waysToHave(objectives, on, titleIn)] : []),
    ...(notDrawn > 0 ? [`${notDrawn} dominated candidates are not drawn.`] : []),
  ];
  return sentences.length > 0 ? sentences.join(" ") : undefined;
}

/** Says what would give a value to candidates that lack one, where a deployment or a price decides it. */
function waysToHave(
  objectives: FrontierRequest["objectives"],
  on: FrontierRequest["on"],
  titleIn: (metric: string) => string,
): string[] {
  if (on) return [];
  const served = objectives.map(({ metric }) => metric).filter((metric) => deploymentEffect(metric) !== null);
  if (served.length === 0) return [];
  const hasCost = served.includes("cost");
  const priced = hasCost ? ", the cost with its price an hour (--dollars-per-hour)" : "";
  const orTokens = hasCost ? " Prices of tokens (TOKEN_PRICES) give a cost too." : "";
  return [
    `Served on an accelerator (--on) they have an estimated ${served.map(titleIn).join(" and ")}${priced}.${orTokens}`,
  ];
}

/** Says how many candidates rest on published means, where some do. */
export function noteOnMeans(sampled: number, candidates: number): string[] {
  return sampled === candidates
    ? []
    : [`${sampled} of the ${candidates} candidates have samples, the others are published means.`];
}

const FONT_SIZE = 11;

/**
 * Returns the text below a picture in lines of its width: sources and licences, the version of the data, and the note.
 */
export function captionOf({ sources, dataVersion, note }: FrontierPicture, width: number): string[] {
  const length = Math.floor((width - 40) / textWidth("m", FONT_SIZE));
  const text = [
    ...(sources.length > 0 ? [`Sources: ${sources.join("; ")}.`] : []),
    `Data version ${dataVersion}.${note ? ` ${note}` : ""}`,
  ];
  return text.flatMap((line) => breakLines(line, length));
}
