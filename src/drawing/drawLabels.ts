import type { AxisScale } from "./axisScale.ts";
import type { Box } from "./boxes.ts";
import { boxOfPoint } from "./drawPoints.ts";
import { element, group, type Markup } from "./markup.ts";
import type { FrontierPicture, PicturePoint } from "./picture.ts";
import { LABEL_HEIGHT, type PlacedLabel, placeLabels } from "./placeLabels.ts";
import { stepsOf } from "./steps.ts";
import { cut, textWidth } from "./textLines.ts";

const FONT_SIZE = 12;
const LONGEST = 40;

/**
 * Draws the names of the frontier's points that find room: of operating points that follow each other in one series, only
 * those of the first, the last and the knee. A line joins a name to its point if they are apart.
 */
export function drawLabels(picture: FrontierPicture, across: AxisScale, up: AxisScale, plot: Box): Markup {
  const shown = picture.points.filter(({ onFrontier }) => onFrontier);
  const named = namedOf(picture);
  const others = picture.points.filter(({ onFrontier }) => !onFrontier);
  const texts = named.map(({ label }) => cut(label, LONGEST));
  const boxOf = (point: PicturePoint) => boxOfPoint(point, across, up);
  const places = placeLabels(
    named.map((point, i) => ({
      x: across.place(point.x),
      y: up.place(point.y),
      width: textWidth(texts[i]!, FONT_SIZE),
    })),
    plot,
    shown.map(boxOf),
    [...others.map(boxOf), ...stairBoxes(picture, across, up, plot)],
  );
  return group(
    {},
    places.flatMap((place, i) => (place ? drawLabel(texts[i]!, place) : [])),
  );
}

/** The points that get a name, from left to right. */
function namedOf({ points, knee }: FrontierPicture): PicturePoint[] {
  const inOrder = points.filter(({ onFrontier }) => onFrontier).toSorted((a, b) => a.x - b.x);
  return inOrder.filter((point, i) => {
    const isInner = [inOrder[i - 1], inOrder[i + 1]].every((next) => next && next.series === point.series);
    return point.series === undefined || point === knee || !isInner;
  });
}

function drawLabel(text: string, { x, y, width, anchor, leader }: PlacedLabel): Markup[] {
  const textAt = anchor === "end" ? x + width : anchor === "start" ? x : x + width / 2;
  const label = element("text", { class: "label", x: textAt, y: y + LABEL_HEIGHT - 3, "text-anchor": anchor }, text);
  return leader ? [element("line", { class: "leader", ...leader }), label] : [label];
}

/** Returns the steps of the staircase as thin boxes. */
function stairBoxes(picture: FrontierPicture, across: AxisScale, up: AxisScale, plot: Box): Box[] {
  const corners = stepsOf(picture).map(({ x, y }) => ({ x: across.place(x), y: up.place(y) }));
  return corners.flatMap((corner, i) => {
    const next = corners[i + 1] ?? { x: plot.x + plot.width, y: corner.y };
    const level = picture.x.direction === "MINIMIZE" ? corner.y : next.y;
    const turn = picture.x.direction === "MINIMIZE" ? next.x : corner.x;
    return [
      { x: corner.x, y: level - 1, width: next.x - corner.x, height: 2 },
      { x: turn - 1, y: Math.min(corner.y, next.y), width: 2, height: Math.abs(corner.y - next.y) },
    ];
  });
}
