import type { AxisScale } from "./axisScale.ts";
import { boxOfPoint } from "./drawPoints.ts";
import { element, group, type Markup } from "./markup.ts";
import type { FrontierPicture, PicturePoint } from "./picture.ts";
import { type Box, LABEL_HEIGHT, type PlacedLabel, placeLabels } from "./placeLabels.ts";
import { stepsOf } from "./steps.ts";
import { cut, textWidth } from "./textLines.ts";

const FONT_SIZE = 12;
const LONGEST = 40;

/** The names of the frontier's points, as many as find room, joined to their points where they stand apart. */
export function drawLabels(picture: FrontierPicture, across: AxisScale, up: AxisScale, plot: Box): Markup {
  const shown = picture.points.filter(({ onFrontier }) => onFrontier);
  const others = picture.points.filter(({ onFrontier }) => !onFrontier);
  const texts = shown.map(({ label }) => cut(label, LONGEST));
  const boxOf = (point: PicturePoint) => boxOfPoint(point, across, up);
  const places = placeLabels(
    shown.map((point, i) => ({
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
    shown.flatMap((point, i) => {
      const place = places[i];
      return place ? drawLabel(texts[i]!, place, across.place(point.x), up.place(point.y)) : [];
    }),
  );
}

/** The text stands at the end of its place that is nearer to the point, since its true width is not known. */
function drawLabel(text: string, place: PlacedLabel, x: number, y: number): Markup[] {
  const right = place.x + place.width;
  const side = right <= x ? "end" : place.x >= x ? "start" : "middle";
  const textAt = side === "end" ? right : side === "start" ? place.x : place.x + place.width / 2;
  const edge = place.y + place.height < y ? place.y + place.height : place.y > y ? place.y : place.y + place.height / 2;
  const label = element(
    "text",
    { class: "label", x: textAt, y: place.y + LABEL_HEIGHT - 3, "text-anchor": side },
    text,
  );
  return place.steps > 0 ? [element("line", { class: "leader", x1: x, y1: y, x2: textAt, y2: edge }), label] : [label];
}

/** The staircase's steps as thin boxes. */
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
