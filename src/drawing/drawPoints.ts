import type { AxisScale } from "./axisScale.ts";
import type { Box } from "./boxes.ts";
import { element, type Markup } from "./markup.ts";
import type { FrontierPicture, PicturePoint } from "./picture.ts";
import { DARK, LIGHT, leastOpacity } from "./theme.ts";
import { axisTitle, inSentence, writeEstimate, writePercent } from "./writeValue.ts";

export const RADIUS = 4.5;
const SMALL = 3.5;

/** The contrast that a mark keeps to the background however unsure it is (WCAG 2.2, 1.4.11). */
const LEAST_CONTRAST = 3;

/** The opacity of the faintest point of the frontier, and that of dominated ones, in either theme. */
const [FAINTEST, DOMINATED] = (["accent", "muted"] as const).map((mark) =>
  Math.max(...[LIGHT, DARK].map((theme) => leastOpacity(theme[mark], theme.background, LEAST_CONTRAST))),
) as [number, number];

/** Draws a point, filled if it was measured and hollow if it is estimated. Its title has its figures. */
export function drawPoint(point: PicturePoint, picture: FrontierPicture, across: AxisScale, up: AxisScale): Markup {
  return element(
    "circle",
    {
      class: `point ${point.onFrontier ? "frontier" : "dominated"} ${point.estimated ? "hollow" : "filled"}`,
      cx: across.place(point.x),
      cy: up.place(point.y),
      r: point.onFrontier ? RADIUS : SMALL,
      opacity: opacityOf(point),
    },
    element("title", {}, describePoint(point, picture)),
  );
}

/** Draws the intervals of a point as lines through it. */
export function drawWhiskers(point: PicturePoint, across: AxisScale, up: AxisScale): Markup[] {
  const [x, y] = [across.place(point.x), up.place(point.y)];
  const whisker = (place: Record<string, number>) =>
    element("line", { class: "whisker", ...place, opacity: Math.max(FAINTEST, 0.6 * opacityOf(point)) });
  const { xLow, xHigh, yLow, yHigh } = point;
  return [
    ...(xLow !== undefined && xHigh !== undefined
      ? [whisker({ x1: across.place(xLow), y1: y, x2: across.place(xHigh), y2: y })]
      : []),
    ...(yLow !== undefined && yHigh !== undefined
      ? [whisker({ x1: x, y1: up.place(yLow), x2: x, y2: up.place(yHigh) })]
      : []),
  ];
}

/** Returns the box that a point covers. */
export function boxOfPoint(point: PicturePoint, across: AxisScale, up: AxisScale): Box {
  const [x, y] = [across.place(point.x), up.place(point.y)];
  return { x: x - RADIUS - 1, y: y - RADIUS - 1, width: 2 * RADIUS + 2, height: 2 * RADIUS + 2 };
}

/**
 * Returns the opacity of a point, which rises with its membership. Without samples it depends on being on the frontier.
 */
export function opacityOf({ membership, onFrontier }: PicturePoint): number {
  const faintest = onFrontier ? FAINTEST : DOMINATED;
  return faintest + (1 - faintest) * (membership ?? (onFrontier ? 1 : 0));
}

/** Describes the figures of a point in words. */
export function describePoint(point: PicturePoint, { x, y }: FrontierPicture): string {
  const { model, mode, membership, release } = point;
  const parts = [
    `${model}${mode ? `, ${mode}` : ""}: ${inSentence(y.title)} ${writeEstimate(point.y, point.yLow, point.yHigh, y.unit)}`,
    `${inSentence(axisTitle(x))} ${writeEstimate(point.x, point.xLow, point.xHigh, x.unit)}`,
    ...(point.estimated ? ["estimated"] : []),
    ...(membership === null ? [] : [`on the frontier in ${writePercent(membership)} of resamples`]),
    ...(release ? [`released ${release}`] : []),
  ];
  return parts.join("; ");
}
