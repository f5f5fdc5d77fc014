import type { ChartLayout } from "./layout.ts";
import { DOMINATED } from "./marks.ts";

interface Sprite {
  canvas: HTMLCanvasElement;
  half: number;
}

/** The dominated points drawn beyond the edges of the plot too, from which the frames of a movement are taken. */
export interface Sheet {
  canvas: HTMLCanvasElement;
  layout: ChartLayout;
  colour: string;
}

/** How far a sheet reaches beyond the picture at each side, as a share of its size. */
const BEYOND = 0.5;

/** Draws the points that are not on the frontier on a canvas, in the parts of it that the plot covers. */
export function drawDominated(canvas: HTMLCanvasElement, layout: ChartLayout, colour: string): void {
  const { width, height } = layout;
  const ratio = devicePixelRatio || 1;
  const context = cleared(canvas, width * ratio, height * ratio);
  clipToPlot(context, layout, ratio);
  drawMarks(context, layout, colour, ratio, [0, 0]);
  context.restore();
}

/**
 * Draws the same while the picture is moved: ten thousand points are drawn once, and each frame takes its part of them. The
 * sheet is returned for the next frame; it is drawn anew where the view has left it, or is stretched.
 */
export function drawMoved(canvas: HTMLCanvasElement, layout: ChartLayout, colour: string, kept: Sheet | null): Sheet {
  const ratio = devicePixelRatio || 1;
  const { width, height } = layout;
  const edge: [number, number] = [Math.round(BEYOND * width), Math.round(BEYOND * height)];
  let shift = kept && kept.colour === colour ? shiftBetween(kept.layout, layout) : null;
  if (shift && (Math.abs(shift[0]) > edge[0] || Math.abs(shift[1]) > edge[1])) shift = null;
  const sheet = shift ? kept! : drawSheet(layout, colour, ratio, edge);
  const [right, down] = shift ?? [0, 0];
  const context = cleared(canvas, width * ratio, height * ratio);
  clipToPlot(context, layout, ratio);
  context.drawImage(sheet.canvas, Math.round((right - edge[0]) * ratio), Math.round((down - edge[1]) * ratio));
  context.restore();
  return sheet;
}

function drawSheet(layout: ChartLayout, colour: string, ratio: number, edge: [number, number]): Sheet {
  const canvas = document.createElement("canvas");
  const [width, height] = [(layout.width + 2 * edge[0]) * ratio, (layout.height + 2 * edge[1]) * ratio];
  drawMarks(cleared(canvas, width, height), layout, colour, ratio, edge);
  return { canvas, layout, colour };
}

/** By how many pixels all points have moved; null if they are others, or if the axes are stretched. */
function shiftBetween(before: ChartLayout, after: ChartLayout): [number, number] | null {
  if (before.width !== after.width || before.height !== after.height) return null;
  const [first, last] = [before.placed[0], before.placed.at(-1)];
  const [firstNow, lastNow] = [after.placed[0], after.placed.at(-1)];
  if (!first || !last || !firstNow || !lastNow || first.point !== firstNow.point || last.point !== lastNow.point)
    return null;
  const [right, down] = [firstNow.x - first.x, firstNow.y - first.y];
  const isSame = Math.abs(lastNow.x - last.x - right) < 0.01 && Math.abs(lastNow.y - last.y - down) < 0.01;
  return isSame && before.placed.length === after.placed.length ? [right, down] : null;
}

function cleared(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
  const context = canvas.getContext("2d")!;
  if (canvas.width !== Math.round(width) || canvas.height !== Math.round(height)) {
    canvas.width = Math.round(width);
    canvas.height = Math.round(height);
  } else context.clearRect(0, 0, canvas.width, canvas.height);
  return context;
}

function clipToPlot(context: CanvasRenderingContext2D, { plot }: ChartLayout, ratio: number): void {
  context.save();
  context.beginPath();
  context.rect(plot.x * ratio, plot.y * ratio, plot.width * ratio, plot.height * ratio);
  context.clip();
}

/** Draws each mark that has a part on the canvas. One of each radius is drawn, and copied to its places. */
function drawMarks(
  context: CanvasRenderingContext2D,
  { width, height, placed, frontierCount }: ChartLayout,
  colour: string,
  ratio: number,
  [beyondX, beyondY]: [number, number],
): void {
  context.save();
  context.globalAlpha = DOMINATED;
  const sprites = new Map<number, Sprite>();
  for (let at = frontierCount; at < placed.length; at++) {
    const { x, y, radius, point } = placed[at]!;
    const isNear = (place: number, size: number, beyond: number) =>
      place > -beyond - radius && place < size + beyond + radius;
    if (!isNear(x, width, beyondX) || !isNear(y, height, beyondY)) continue;
    const kind = point.estimated ? -radius : radius;
    const sprite = sprites.get(kind) ?? makeSprite(radius, point.estimated, colour, ratio);
    sprites.set(kind, sprite);
    const [left, top] = [Math.round((x + beyondX) * ratio), Math.round((y + beyondY) * ratio)];
    context.drawImage(sprite.canvas, left - sprite.half, top - sprite.half);
  }
  context.restore();
}

function makeSprite(radius: number, isHollow: boolean, colour: string, ratio: number): Sprite {
  const half = Math.ceil((radius + 2) * ratio);
  const canvas = document.createElement("canvas");
  canvas.width = 2 * half;
  canvas.height = 2 * half;
  const context = canvas.getContext("2d")!;
  context.beginPath();
  context.arc(half, half, radius * ratio, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineWidth = 1.5 * ratio;
  if (isHollow) context.stroke();
  else context.fill();
  return { canvas, half };
}
