import { type AxisScale, axisScale } from "./axisScale.ts";
import type { FrontierPicture, PicturePoint } from "./picture.ts";
import { stepsOf } from "./steps.ts";
import { cut } from "./textLines.ts";
import { axisTitle } from "./writeValue.ts";

/** Draws the picture in characters: `·` for dominated points, letters for the frontier, and lines for its staircase. */
export function plotCharacters(picture: FrontierPicture, letterOf: Map<PicturePoint, string>, width: number): string[] {
  const height = Math.min(18, Math.max(8, Math.round(width / 5)));
  const up = rounded(axisScale(picture.y, picture.points, "y", [height - 1, 0], Math.ceil(height / 4)));
  const margin = up.ticks.reduce((most, { label }) => Math.max(most, label.length), 0) + 1;
  const inner = width - margin - 1;
  const across = rounded(axisScale(picture.x, picture.points, "x", [0, inner - 1], Math.ceil(inner / 14)));
  const grid = Array.from({ length: height }, () => new Array<string>(inner).fill(" "));
  const put = (column: number, row: number, sign: string) => {
    grid[row]![column] = sign;
  };
  for (const { x, y, onFrontier } of picture.points) if (!onFrontier) put(across.place(x), up.place(y), "·");
  drawStairs(picture, across, up, put, inner, height);
  // The first of several letters at one place is kept, which is also the first in the table.
  for (const point of picture.points.toReversed()) {
    const letter = letterOf.get(point);
    if (letter) put(across.place(point.x), up.place(point.y), letter);
  }
  const labels = new Map(up.ticks.map(({ place, label }) => [place, label]));
  return [
    cut(`${axisTitle(picture.y)}`, width),
    ...grid.map((row, i) =>
      `${(labels.get(i) ?? "").padStart(margin)}${labels.has(i) ? "┤" : "│"}${row.join("")}`.trimEnd(),
    ),
    `${" ".repeat(margin)}└${axisLine(across, inner)}`,
    tickLine(across, margin + 1, width),
    cut(axisTitle(picture.x), width).padStart(width),
  ];
}

function rounded({ place, ticks }: AxisScale): AxisScale {
  return {
    place: (value) => Math.round(place(value)),
    ticks: ticks.map((tick) => ({ ...tick, place: Math.round(tick.place) })),
  };
}

function drawStairs(
  picture: FrontierPicture,
  across: AxisScale,
  up: AxisScale,
  put: (column: number, row: number, sign: string) => void,
  width: number,
  height: number,
) {
  const corners = stepsOf(picture).map(({ x, y }) => [across.place(x), up.place(y)] as const);
  if (corners.length === 0) return;
  const lessX = picture.x.direction === "MINIMIZE";
  const worst = picture.y.direction === "MAXIMIZE" ? height - 1 : 0;
  const path = lessX
    ? [[corners[0]![0], worst] as const, ...corners, [width - 1, corners.at(-1)![1]] as const]
    : [[0, corners[0]![1]] as const, ...corners, [corners.at(-1)![0], worst] as const];
  path.slice(1).forEach(([column, row], i) => {
    const [before, rowBefore] = path[i]!;
    const [level, turn] = lessX ? [rowBefore, column] : [row, before];
    for (let at = before + 1; at < column; at++) put(at, level, "─");
    for (let at = Math.min(row, rowBefore) + 1; at < Math.max(row, rowBefore); at++) put(turn, at, "│");
    if (row === rowBefore || column === before) return;
    put(turn, level, lessX ? (row < level ? "┘" : "┐") : rowBefore < level ? "└" : "┌");
  });
}

function axisLine(across: AxisScale, width: number): string {
  const ticks = new Set(across.ticks.map(({ place }) => place));
  return Array.from({ length: width }, (_, i) => (ticks.has(i) ? "┬" : "─")).join("");
}

/** Writes the labels of the ticks below their places. A label that would touch another is left out. */
function tickLine(across: AxisScale, start: number, width: number): string {
  let line = "";
  for (const { place, label } of across.ticks) {
    const at = Math.min(Math.max(0, start + place - Math.floor(label.length / 2)), width - label.length);
    if (at > line.length || line === "") line = line.padEnd(at) + label;
  }
  return line;
}
