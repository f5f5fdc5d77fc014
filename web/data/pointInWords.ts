import { axisTitle, inSentence, writeEstimate, writePercent } from "../../src/drawing/writeValue.ts";
import type { PagePicture, PagePoint } from "./pagePicture.ts";

/** A point with its figures and its place on the frontier, as it is read aloud. */
export function pointInWords(point: PagePoint, { x, y }: Pick<PagePicture, "x" | "y">): string {
  const { candidate, membership, onFrontier, estimated } = point;
  return [
    `${candidate.model.name}${point.mode && point.mode !== "default" ? `, ${point.mode}` : ""}`,
    `${inSentence(y.title)} ${writeEstimate(point.y, point.yLow, point.yHigh, y.unit)}`,
    `${inSentence(axisTitle(x))} ${writeEstimate(point.x, point.xLow, point.xHigh, x.unit)}`,
    ...(estimated ? ["estimated"] : []),
    onFrontier ? "on the frontier" : "dominated",
    ...(membership === null ? [] : [`on the frontier in ${writePercent(membership)} of resamples`]),
    ...(point.atChance ? ["not better than guessing"] : []),
    ...(candidate.isPartial ? ["answered only a part of the problems"] : []),
  ].join("; ");
}
