import type { ChartLayout } from "./layout.ts";
import { DOMINATED } from "./marks.ts";

interface Sprite {
  canvas: HTMLCanvasElement;
  half: number;
}

/**
 * Draws the points that are not on the frontier on a canvas, of which ten thousand are drawn anew in every frame while the
 * picture is moved. A mark is drawn once for each radius and copied to its places.
 */
export function drawDominated(canvas: HTMLCanvasElement, layout: ChartLayout, colour: string): void {
  const { width, height, plot, placed, frontierCount } = layout;
  const ratio = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext("2d")!;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.save();
  context.beginPath();
  context.rect(plot.x * ratio, plot.y * ratio, plot.width * ratio, plot.height * ratio);
  context.clip();
  context.globalAlpha = DOMINATED;
  const sprites = new Map<number, Sprite>();
  for (let at = frontierCount; at < placed.length; at++) {
    const { x, y, radius, point } = placed[at]!;
    if (
      x < plot.x - radius ||
      x > plot.x + plot.width + radius ||
      y < plot.y - radius ||
      y > plot.y + plot.height + radius
    )
      continue;
    const kind = point.estimated ? -radius : radius;
    const sprite = sprites.get(kind) ?? makeSprite(radius, point.estimated, colour, ratio);
    sprites.set(kind, sprite);
    context.drawImage(sprite.canvas, Math.round(x * ratio) - sprite.half, Math.round(y * ratio) - sprite.half);
  }
  context.restore();
}

function makeSprite(radius: number, isHollow: boolean, colour: string, ratio: number): Sprite {
  const half = Math.ceil((radius + 2) * ratio);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 2 * half;
  const context = canvas.getContext("2d")!;
  context.beginPath();
  context.arc(half, half, radius * ratio, 0, 2 * Math.PI);
  context.fillStyle = context.strokeStyle = colour;
  context.lineWidth = 1.5 * ratio;
  if (isHollow) context.stroke();
  else context.fill();
  return { canvas, half };
}
