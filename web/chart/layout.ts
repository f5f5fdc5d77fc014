import type { Box } from "../../src/drawing/boxes.ts";
import { type PlacedLabel, placeLabels } from "../../src/drawing/placeLabels.ts";
import { stepsOf } from "../../src/drawing/steps.ts";
import { cut, textWidth } from "../../src/drawing/textLines.ts";
import type { PagePicture, PagePoint } from "../data/pagePicture.ts";
import { radii } from "./marks.ts";
import { type View, type ViewScale, viewScale } from "./viewScale.ts";

/** A point of the picture with its place and radius in pixels. */
export interface PlacedPoint {
  point: PagePoint;
  x: number;
  y: number;
  radius: number;
}

export interface PlacedName extends PlacedLabel {
  text: string;
  key: string;
}

export interface ChartLayout {
  width: number;
  height: number;
  plot: Box;
  across: ViewScale;
  up: ViewScale;
  /** In the order of the picture: those on the frontier first. */
  placed: PlacedPoint[];
  frontierCount: number;
  /** The corners of the staircase, with its ends. */
  stairs: [number, number][];
}

const FONT_SIZE = 12;
const LONGEST_LABEL = 34;
const SHORTEST_NAME = 10;

/** Places the axes, points and stairs of a picture in pixels. */
export function layOut(
  picture: PagePicture,
  width: number,
  height: number,
  view: View,
  size: string | null,
): ChartLayout {
  const left = width < 500 ? 46 : 58;
  const plot: Box = { x: left, y: 12, width: Math.max(80, width - left - 14), height: Math.max(80, height - 12 - 46) };
  const { points } = picture;
  const { across, up } = scalesOf(picture, plot, view);
  const radiusOf = radii(points, size);
  const placed = points.map((point) => ({
    ...{ point, x: across.place(point.x), y: up.place(point.y), radius: radiusOf(point) },
  }));
  return {
    ...{ width, height, plot, across, up, placed },
    frontierCount: points.filter(({ onFrontier }) => onFrontier).length,
    stairs: stairsOf(picture, across, up, plot),
  };
}

/**
 * The layout of a view that shows as much of both axes as another and only lies elsewhere. All points lie elsewhere by the
 * same pixels, so that each frame of a movement is spared the logarithms of ten thousand values.
 */
export function movedLayout(settled: ChartLayout, picture: PagePicture, view: View): ChartLayout {
  const { plot, placed } = settled;
  const { across, up } = scalesOf(picture, plot, view);
  const right = across.place(settled.across.valueAt(plot.x)) - plot.x;
  const down = up.place(settled.up.valueAt(plot.y)) - plot.y;
  return {
    ...{ ...settled, across, up, stairs: stairsOf(picture, across, up, plot) },
    placed: placed.map(({ point, x, y, radius }) => ({ point, x: x + right, y: y + down, radius })),
  };
}

function scalesOf(picture: PagePicture, plot: Box, view: View) {
  const { x, y, points } = picture;
  return {
    across: viewScale(x, points, "x", [plot.x, plot.x + plot.width], Math.ceil(plot.width / 90), view.x),
    up: viewScale(y, points, "y", [plot.y + plot.height, plot.y], Math.ceil(plot.height / 60), view.y),
  };
}

/** The best y for each x, from the edge of the plot at the first corner to its edge past the last. */
function stairsOf(picture: PagePicture, across: ViewScale, up: ViewScale, plot: Box): [number, number][] {
  const corners = stepsOf(picture).map(({ x, y }): [number, number] => [across.place(x), up.place(y)]);
  if (corners.length === 0) return [];
  const lessX = picture.x.direction === "MINIMIZE";
  const worst = picture.y.direction === "MAXIMIZE" ? plot.y + plot.height : plot.y;
  const [first, last] = [corners[0]!, corners.at(-1)!];
  const ends: [number, number][] = lessX
    ? [[first[0], Math.max(worst, first[1])], ...corners, [Math.max(plot.x + plot.width, last[0]), last[1]]]
    : [[Math.min(plot.x, first[0]), first[1]], ...corners, [last[0], worst]];
  return ends.flatMap((end, i): [number, number][] => {
    const next = ends[i + 1];
    return next ? [end, lessX ? [next[0], end[1]] : [end[0], next[1]]] : [end];
  });
}

/**
 * Finds places for the names of the frontier's points that are in view, such that none covers another, a point of the
 * frontier, or the edge. A point without a place for its name has none.
 */
export function nameLayout({ placed, frontierCount, plot, stairs }: ChartLayout): PlacedName[] {
  const inPlot = ({ x, y }: PlacedPoint) =>
    x >= plot.x && x <= plot.x + plot.width && y >= plot.y && y <= plot.y + plot.height;
  const shown = placed.slice(0, frontierCount).filter(inPlot);
  const texts = shown.map(({ point }) => shortened(point.label));
  const dominated = placed.slice(frontierCount).filter(inPlot);
  const stride = Math.ceil(dominated.length / MOST_AVOIDED);
  const others = dominated.filter((_, i) => i % stride === 0);
  const places = placeLabels(
    shown.map(({ x, y }, i) => ({ x, y, width: textWidth(texts[i]!, FONT_SIZE) })),
    plot,
    shown.map(boxOf),
    [...others.map(boxOf), ...stairs.slice(1).map((end, i) => boxBetween(stairs[i]!, end))],
  );
  return places.flatMap((place, i) =>
    place ? [{ ...place, text: texts[i]!, key: shown[i]!.point.candidate.key }] : [],
  );
}

/** Cuts the name of the model in a label that is too long, and keeps what tells its candidates apart. */
function shortened(label: string): string {
  const at = label.indexOf(" · ");
  if (at === -1) return cut(label, LONGEST_LABEL);
  const settings = label.slice(at);
  return (
    cut(label.slice(0, at), Math.max(SHORTEST_NAME, LONGEST_LABEL - settings.length)) +
    cut(settings, LONGEST_LABEL - SHORTEST_NAME)
  );
}

/** Names look for places beside so many dominated points at most, evenly taken from all, which is quick. */
const MOST_AVOIDED = 120;

const boxOf = ({ x, y, radius }: PlacedPoint): Box => ({
  ...{ x: x - radius - 1, y: y - radius - 1, width: 2 * radius + 2, height: 2 * radius + 2 },
});

const boxBetween = ([x1, y1]: [number, number], [x2, y2]: [number, number]): Box => ({
  ...{ x: Math.min(x1, x2) - 1, y: Math.min(y1, y2) - 1, width: Math.abs(x2 - x1) + 2, height: Math.abs(y2 - y1) + 2 },
});
