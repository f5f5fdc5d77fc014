import type { AxisScale } from "./axisScale.ts";
import type { Box } from "./boxes.ts";
import { element, group, type Markup } from "./markup.ts";
import type { FrontierPicture } from "./picture.ts";
import { axisTitle } from "./writeValue.ts";

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
    element("text", { class: "muted", x: right, y: bottom + 36, "text-anchor": "end" }, `${axisTitle(x)} →`),
    element(
      "text",
      { class: "muted", transform: `translate(16 ${middle}) rotate(-90)`, "text-anchor": "middle" },
      `${axisTitle(y)} →`,
    ),
  ]);
}

const line = (x1: number, y1: number, x2: number, y2: number) => element("line", { class: "grid", x1, y1, x2, y2 });
