import { otherPrecision } from "../analysis/deployment/otherPrecision.ts";
import type { Constraint } from "../frontier/choice/constraint.ts";
import { areAlike, type Choice, chooseWhich, type JudgedBy, judgedY } from "./chooseWhich.ts";
import { plainText } from "./escape.ts";
import type { FrontierPicture, PicturePoint } from "./picture.ts";
import { stepsOf } from "./steps.ts";
import { inSentence, writeBare, writeEstimate, writePercent, writeValue } from "./writeValue.ts";

/** A point that is on the frontier in a smaller share of resamples is called uncertain. */
const SURE = 0.8;

/**
 * Says which candidate to take (`chooseWhich`) and why, what its neighbours on the frontier and the best one give for less
 * and for more, how certain its place on the frontier is, and from which of them the data cannot tell it. Candidates that
 * are not better than chance are left out, and those that only they dominate take their place.
 */
export function sayWhich(
  drawn: FrontierPicture,
  constraints: readonly Constraint[] = [],
  by: JudgedBy = "WORSE_END",
): string {
  const picture = withoutGuesses(drawn);
  if (picture.points.length === 0 && drawn.points.length > 0) {
    return "No candidate is better than chance: there is nothing to take.";
  }
  const corners = stepsOf(picture);
  const choice = chooseWhich(picture, constraints, by);
  if (!choice) return nothing(picture, constraints);
  const chosen = choice.point;
  const { x, y } = picture;
  const figures =
    `${inSentence(y.title)} ${writeEstimate(chosen.y, chosen.yLow, chosen.yHigh, y.unit)}${correction(chosen, y.unit)} at ` +
    `${inSentence(x.title)} ${writeValue(chosen.x, x.unit)}`;
  const only = picture === drawn ? "the only candidate" : "the only candidate that is better than chance";
  const why = picture.points.length === 1 ? only : reason(picture, choice, constraints, by);
  const others = neighbours(corners, chosen);
  const text =
    `Take ${nameOf(chosen)}: ${figures}, ${why}${comparison(picture, others, chosen)}${certainty(chosen)}.` +
    alike(picture, others, chosen) +
    served(chosen);
  return plainText(text);
}

/** Says that nothing meets the limits, and what would if the values alone counted. */
function nothing(picture: FrontierPicture, constraints: readonly Constraint[]): string {
  const byValue = chooseWhich(picture, constraints, "VALUE")?.point;
  if (!byValue) return "No candidate has a value on every objective within the limits: there is nothing to take.";
  const { title, unit } = picture.y;
  const seen = writeEstimate(byValue.y, byValue.yLow, byValue.yHigh, unit);
  return plainText(
    `No candidate is within the limits by the worse end of its interval: there is nothing to take for sure. By the value ` +
      `alone it would be ${nameOf(byValue)}, ${inSentence(title)} ${seen}.`,
  );
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

function reason(
  picture: FrontierPicture,
  { point: chosen, isKnee }: Choice,
  constraints: readonly Constraint[],
  by: JudgedBy,
) {
  const { x, y, knee, points } = picture;
  const weighs = points.some((point) => judgedY(picture, point, by) !== point.y);
  const byEnds = " by the worse ends of the intervals";
  if (isKnee) return `the knee of the frontier${chosen === knee ? "" : byEnds}`;
  const reaches = constraints.some(({ metric, min }) => metric === y.name && min != null);
  const capped = constraints.some(({ metric, max }) => metric === x.name && max != null);
  const within = constraints.length > 0 ? " within the limits" : "";
  const ends = weighs && (reaches || chosen.yLow !== undefined) ? byEnds : "";
  const [axis, what] = reaches && !capped ? [x, "lowest"] : [y, "best"];
  return `the ${axis.direction === "MAXIMIZE" && what === "lowest" ? "highest" : what} ${inSentence(axis.title)}${within}${ends}`;
}

/** The points of the frontier that a choice is held against. */
interface Neighbours {
  cheaper?: PicturePoint | undefined;
  next?: PicturePoint | undefined;
  /** The most expensive one, which has the best y. */
  top?: PicturePoint | undefined;
}

/** Equal points share a corner, so that a cheaper or more expensive one differs from the chosen one. */
function neighbours(corners: PicturePoint[], chosen: PicturePoint): Neighbours {
  return {
    cheaper: corners.findLast((point) => point.x < chosen.x),
    next: corners.find((point) => point.x > chosen.x && point.y > chosen.y),
    top: corners.findLast((point) => point.x > chosen.x && point.y > chosen.y),
  };
}

/** Compares the chosen point with the best one and with its neighbours. It needs an x of cost and a y of gain. */
function comparison({ x, y }: FrontierPicture, { cheaper, next, top }: Neighbours, chosen: PicturePoint): string {
  if (x.direction !== "MINIMIZE" || y.direction !== "MAXIMIZE") return "";
  const cost = inSentence(x.title);
  const gain = inSentence(y.title);
  const clauses: string[] = [];
  if (top && chosen.y > 0) {
    const ratio = share(chosen.x, top.x);
    clauses.push(`with ${share(chosen.y, top.y)} of the best ${gain} (${nameOf(top)}) for ${ratio} of its ${cost}`);
  }
  if (next && next !== top) {
    clauses.push(
      `the next more expensive, ${nameOf(next)}, adds ${rise(chosen, next, y.unit)} for ${times(next, chosen)} the ${cost}`,
    );
  }
  if (cheaper && chosen.y > 0) {
    const ratio = share(cheaper.x, chosen.x);
    const less = `gives ${share(cheaper.y, chosen.y)} of that for ${ratio} of the ${cost}`;
    const seen = `shows ${writeEstimate(cheaper.y, cheaper.yLow, cheaper.yHigh, y.unit)} for ${ratio} of the ${cost}, but is less sure`;
    clauses.push(`the next cheaper, ${nameOf(cheaper)}, ${cheaper.y >= chosen.y ? seen : less}`);
  }
  return clauses.map((clause, i) => `${i === 0 && top && chosen.y > 0 ? ", " : "; "}${clause}`).join("");
}

/** Says from which of its neighbours the data cannot tell the chosen one. */
function alike({ y }: FrontierPicture, others: Neighbours, chosen: PicturePoint): string {
  const names = [...new Set(Object.values(others))].filter((other) => other && areAlike(chosen, other)).map(nameOf);
  if (names.length === 0) return "";
  return ` The data cannot tell its ${inSentence(y.title)} from that of ${names.join(" and ")}.`;
}

/** Says how the chosen one is served, where a deployment was asked for. */
function served({ servedAs }: PicturePoint): string {
  if (!servedAs) return "";
  const { where, precision, own, checkpoint } = servedAs;
  const other = precision === own ? "" : ` ${otherPrecision({ precision, own, checkpoint })}`;
  return ` It is served on ${where}, its weights in ${precision}.${other}`;
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
