import { best } from "../frontier/choice/best.ts";
import type { Constraint } from "../frontier/choice/constraint.ts";
import { plainText } from "./escape.ts";
import type { FrontierPicture, PicturePoint } from "./picture.ts";
import { stepsOf } from "./steps.ts";
import { inSentence, writeBare, writeEstimate, writePercent, writeValue } from "./writeValue.ts";

/** A point that is on the frontier in a smaller share of resamples is called uncertain. */
const SURE = 0.8;

/**
 * Says in one sentence which candidate to take and why. If there are constraints, it is the best candidate that meets
 * them. Otherwise it is the frontier's knee, or the candidate with the best y if there is no knee. The sentence also
 * compares it with its neighbours and says how certain its place on the frontier is. Candidates that are not better than
 * chance are left out, and those that only they dominate take their place.
 */
export function sayWhich(drawn: FrontierPicture, constraints: readonly Constraint[] = []): string {
  const picture = withoutGuesses(drawn);
  if (picture.points.length === 0 && drawn.points.length > 0) {
    return "No candidate is better than chance: there is nothing to take.";
  }
  const corners = stepsOf(picture);
  const chosen = choose(picture, corners, constraints);
  if (!chosen) return "No candidate has a value on every objective within the limits: there is nothing to take.";
  const { x, y } = picture;
  const figures =
    `${inSentence(y.title)} ${writeEstimate(chosen.y, chosen.yLow, chosen.yHigh, y.unit)}${correction(chosen, y.unit)} at ` +
    `${inSentence(x.title)} ${writeValue(chosen.x, x.unit)}`;
  const only = picture === drawn ? "the only candidate" : "the only candidate that is better than chance";
  const why = picture.points.length === 1 ? only : reason(picture, chosen, constraints);
  const text = `Take ${nameOf(chosen)}: ${figures}, ${why}${comparison(picture, corners, chosen)}${certainty(chosen)}.`;
  return plainText(text);
}

/** The picture without the points that are not better than chance, where the frontier has some. */
function withoutGuesses(picture: FrontierPicture): FrontierPicture {
  if (!picture.points.some(({ onFrontier, atChance }) => onFrontier && atChance)) return picture;
  // The corners are sought among all points, so that all count as shown.
  const points = picture.points.flatMap((point) => (point.atChance ? [] : [{ ...point, onFrontier: true }]));
  const kept = picture.points.filter(({ atChance }) => !atChance).indexOf(picture.knee!);
  return { ...picture, points, knee: points[kept] ?? null };
}

/** The figure that is left when it is corrected for the choice, if the choice was one among several. */
function correction({ corrected }: PicturePoint, unit: string): string {
  if (!corrected || corrected.candidateCount < 2) return "";
  return `, ${writeBare(corrected.value, unit)} when corrected for the choice among ${corrected.candidateCount},`;
}

function choose(
  { x, y, knee }: FrontierPicture,
  corners: PicturePoint[],
  constraints: readonly Constraint[],
): PicturePoint | undefined {
  if (knee && constraints.length === 0) return knee;
  const row = best(
    corners.map((point) => ({ [x.name]: point.x, [y.name]: point.y })),
    [y, x].map(({ name, direction }) => ({ metric: name, direction })),
    constraints.filter(({ metric }) => metric === x.name || metric === y.name),
  );
  return row === null ? undefined : corners[row];
}

function reason({ x, y, knee }: FrontierPicture, chosen: PicturePoint, constraints: readonly Constraint[]) {
  if (constraints.length === 0 && chosen === knee) return "the knee of the frontier";
  const within = constraints.length > 0 ? " within the limits" : "";
  const reaches = constraints.some(({ metric, min }) => metric === y.name && min != null);
  const capped = constraints.some(({ metric, max }) => metric === x.name && max != null);
  const [axis, what] = reaches && !capped ? [x, "lowest"] : [y, "best"];
  return `the ${axis.direction === "MAXIMIZE" && what === "lowest" ? "highest" : what} ${inSentence(axis.title)}${within}`;
}

/**
 * Compares the chosen point with the best one and with its neighbours, as shares. It needs an x of cost and a y of
 * gain.
 */
function comparison({ x, y }: FrontierPicture, corners: PicturePoint[], chosen: PicturePoint): string {
  if (x.direction !== "MINIMIZE" || y.direction !== "MAXIMIZE") return "";
  const cost = inSentence(x.title);
  const gain = inSentence(y.title);
  // Equal points share a corner, so that a cheaper or more expensive point differs from the chosen one.
  const cheaper = corners.findLast((point) => point.x < chosen.x);
  const next = corners.find((point) => point.x > chosen.x);
  const top = corners.findLast((point) => point.x > chosen.x);
  const clauses: string[] = [];
  if (top && top.y > 0 && chosen.y > 0) {
    const ratio = share(chosen.x, top.x);
    clauses.push(`with ${share(chosen.y, top.y)} of the best ${gain} (${nameOf(top)}) for ${ratio} of its ${cost}`);
  }
  if (next && next !== top) {
    clauses.push(
      `the next more expensive, ${nameOf(next)}, adds ${rise(chosen, next, y.unit)} for ${times(next, chosen)} the ${cost}`,
    );
  }
  if (!top && cheaper && chosen.y > 0) {
    const ratio = share(cheaper.x, chosen.x);
    clauses.push(
      `the next cheaper, ${nameOf(cheaper)}, gives ${share(cheaper.y, chosen.y)} of that for ${ratio} of the ${cost}`,
    );
  }
  return clauses.map((clause, i) => `${i === 0 && top ? ", " : "; "}${clause}`).join("");
}

function certainty({ membership }: PicturePoint): string {
  if (membership === null) return "; no samples say how sure its place on the frontier is";
  const stands = `in ${writePercent(membership)} of resamples`;
  return membership < SURE
    ? `; it stands on the frontier ${membership < 0.5 ? "only " : ""}${stands}, so the choice is uncertain`
    : `; it stands on the frontier ${stands}`;
}

const nameOf = ({ model, mode }: PicturePoint) => (mode && mode !== "default" ? `${model} (${mode})` : model);

function share(part: number, whole: number): string {
  if (!(whole > 0)) return "all";
  const perCent = (100 * part) / whole;
  // A share just below 100 % is not written as 100 %.
  const digits = perCent < 1 ? 2 : perCent > 99 && perCent < 100 ? 3 : 0;
  return `${digits ? Number(perCent.toPrecision(digits)) : Math.round(perCent)} %`;
}

function rise(from: PicturePoint, to: PicturePoint, unit: string): string {
  return unit === "1" ? `${(100 * (to.y - from.y)).toFixed(1)} points` : writeValue(to.y - from.y, unit);
}

function times(expensive: PicturePoint, cheap: PicturePoint): string {
  return cheap.x > 0 ? `${Number((expensive.x / cheap.x).toPrecision(2))} times` : "more than";
}
