import { curveStepAfter, curveStepBefore, line } from "d3-shape";
import { type AxisScale, axisScale } from "./axisScale.ts";
import type { Box } from "./boxes.ts";
import { captionOf } from "./captions.ts";
import { drawAxes } from "./drawAxes.ts";
import { drawBand } from "./drawBand.ts";
import { drawLabels } from "./drawLabels.ts";
import { layLegend } from "./drawLegend.ts";
import { describePoint, drawPoint, drawWhiskers } from "./drawPoints.ts";
import { element, group, type Markup } from "./markup.ts";
import type { FrontierPicture } from "./picture.ts";
import { stepsOf } from "./steps.ts";
import { breakWithin, textWidth } from "./textLines.ts";
import { styleSheet, TITLE_SIZE } from "./theme.ts";

/** The size of a picture in pixels. */
export interface PictureSize {
  width: number;
  height: number;
}

const USUAL: PictureSize = { width: 860, height: 540 };

const MOST_TITLE_LINES = 3;
const TITLE_HEIGHT = 22;

/** The largest number of points in the description, for readers who listen to it. */
const MOST_DESCRIBED = 20;

/**
 * Draws a frontier as an SVG document that is complete in itself: it has no script and no reference to anything
 * outside. It is light or dark as the reader's system is. The same picture gives the same document.
 */
export function drawFrontier(picture: FrontierPicture, { width, height }: PictureSize = USUAL): string {
  const caption = captionOf(picture, width);
  const title = breakWithin(
    picture.title,
    Math.floor((width - 40) / (1.1 * textWidth("m", TITLE_SIZE))),
    MOST_TITLE_LINES,
  );
  const belowTitle = 8 + TITLE_HEIGHT * title.length;
  const legend = layLegend(picture, width, belowTitle);
  const left = 62;
  const top = belowTitle + legend.height + 22;
  const bottom = 52 + 15 * caption.length;
  const plot: Box = { x: left, y: top, width: width - left - 20, height: Math.max(60, height - top - bottom) };
  const { points } = picture;
  const across = axisScale(picture.x, points, "x", [plot.x, plot.x + plot.width], Math.ceil(plot.width / 90));
  const up = axisScale(picture.y, points, "y", [plot.y + plot.height, plot.y], Math.ceil(plot.height / 60));
  const shown = points.filter(({ onFrontier }) => onFrontier);
  const others = points.filter(({ onFrontier }) => !onFrontier);

  const parts: Markup[] = [
    element("title", {}, picture.title),
    element("desc", {}, describe(picture)),
    element("style", {}, styleSheet()),
    element("rect", { class: "background", width, height }),
    ...title.map((line, i) => element("text", { class: "title", x: 20, y: 30 + TITLE_HEIGHT * i }, line)),
    legend.drawn,
    drawAxes(picture, across, up, plot),
    ...(picture.band?.length ? [drawBand(picture.band, across, up, plot)] : []),
    group(
      {},
      others.map((point) => drawPoint(point, picture, across, up)),
    ),
    drawStairs(picture, across, up, plot),
    group(
      {},
      shown.flatMap((point) => drawWhiskers(point, across, up)),
    ),
    group(
      {},
      shown.map((point) => drawPoint(point, picture, across, up)),
    ),
    drawLabels(picture, across, up, plot),
    group(
      { class: "small" },
      caption.map((text, i) =>
        element("text", { class: "muted", x: 20, y: height - 12 - 15 * (caption.length - 1 - i) }, text),
      ),
    ),
  ];
  const root = { xmlns: "http://www.w3.org/2000/svg", class: "paretograph", role: "img", width, height };
  const viewBox = `0 0 ${width} ${height}`;
  return `${element("svg", { ...root, viewBox }, { xml: `\n${parts.map(({ xml }) => xml).join("\n")}\n` }).xml}\n`;
}

/**
 * Draws the best y for each x, from the edge of the plot at the first point to its edge past the last. If less x is
 * better, it is the best y within a budget of x. If more is, it is the best y with at least x.
 */
function drawStairs(picture: FrontierPicture, across: AxisScale, up: AxisScale, plot: Box): Markup {
  const corners = stepsOf(picture).map(({ x, y }): [number, number] => [across.place(x), up.place(y)]);
  if (corners.length === 0) return group({}, []);
  const lessX = picture.x.direction === "MINIMIZE";
  const worst = picture.y.direction === "MAXIMIZE" ? plot.y + plot.height : plot.y;
  const ends: [number, number][] = lessX
    ? [[corners[0]![0], worst], ...corners, [plot.x + plot.width, corners.at(-1)![1]]]
    : [[plot.x, corners[0]![1]], ...corners, [corners.at(-1)![0], worst]];
  const path = line().curve(lessX ? curveStepAfter : curveStepBefore)(ends)!;
  return element("path", { class: "stairs", d: path.replace(/\d+\.\d{3,}/g, (number) => Number(number).toFixed(2)) });
}

function describe(picture: FrontierPicture): string {
  const shown = picture.points.filter(({ onFrontier }) => onFrontier);
  const described = shown.slice(0, MOST_DESCRIBED).map((point) => `${describePoint(point, picture)}.`);
  const more = shown.length > MOST_DESCRIBED ? ` And ${shown.length - MOST_DESCRIBED} more.` : "";
  return `Pareto frontier: ${shown.length} of ${picture.points.length} candidates are on it. ${described.join(" ")}${more}`;
}
