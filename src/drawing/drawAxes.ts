import type { AxisScale } from "./axisScale.ts";
import type { Box } from "./boxes.ts";
import { element, group, type Markup } from "./markup.ts";
import type { FrontierPicture, PictureAxis } from "./picture.ts";
import { cut, textWidth } from "./textLines.ts";
import { axisTitle } from "./writeValue.ts";

const FONT_SIZE = 12;

/** Draws the grid, the ticks and the titles of both axes around the plot. */
export function drawAxes({ x, y }: FrontierPicture, across: AxisScale, up: AxisScale, plot: Box): Markup {
  const bottom = plot.y + plot.height;
  const right = plot.x + plot.width;
  const middle = plot.y + plot.height / 2;
  return group({}, [
    ...across.ticks.flatMap(({ place, label }) => [
      line(place, plot.y, place, bottom),
      element("text", { class: "muted", x: place, y: bottom + 17, "text-anchor": "middle" }, label),
    ]),
    ...up.ticks.flatMap(({ place, label }) => [
      line(plot.x, place, right, place),
      element("text", { class: "muted", x: plot.x - 7, y: place + 4, "text-anchor": "end" }, label),
    ]),
    element("text", { class: "muted", x: right, y: bottom + 36, "text-anchor": "end" }, titleWithin(x, right - 10)),
    element(
      "text",
      { class: "muted", transform: `translate(16 ${middle}) rotate(-90)`, "text-anchor": "middle" },
      titleWithin(y, plot.height + 60),
    ),
  ]);
}

/** The title of an axis with an arrow, in at most so many pixels. */
const titleWithin = (axis: PictureAxis, length: number) =>
  `${cut(axisTitle(axis), Math.floor(length / textWidth("m", FONT_SIZE)) - 2)} →`;

const line = (x1: number, y1: number, x2: number, y2: number) => element("line", { class: "grid", x1, y1, x2, y2 });
