import type { BandPoint } from "../frontier/choice/frontierBand.ts";
import type { AxisScale } from "./axisScale.ts";
import type { Box } from "./boxes.ts";
import { element, type Markup } from "./markup.ts";

/**
 * Draws the uncertainty of the frontier as a whole as a light area: from each cost to the next the 95 % interval of what
 * is reached within it. Where the cost may reach nothing, the area goes down to the edge of the plot; where no error is
 * known, there is none.
 */
export function drawBand(band: readonly BandPoint[], across: AxisScale, up: AxisScale, plot: Box): Markup {
  return element("path", { class: "band", d: bandPath(band, across, up, plot) });
}

/** Returns the outline of that area as the path of an SVG element. */
export function bandPath(band: readonly BandPoint[], across: AxisScale, up: AxisScale, plot: Box): string {
  const parts: Step[][] = [];
  band.forEach(({ cost, low, high }, at) => {
    if (high === null) return;
    const next = band[at + 1];
    const step = {
      from: across.place(cost),
      to: next ? across.place(next.cost) : plot.x + plot.width,
      top: up.place(high),
      bottom: low === null ? plot.y + plot.height : up.place(low),
    };
    if (at > 0 && band[at - 1]!.high !== null) parts.at(-1)!.push(step);
    else parts.push([step]);
  });
  return parts.map(outline).join("");
}

interface Step {
  from: number;
  to: number;
  top: number;
  bottom: number;
}

function outline(steps: Step[]): string {
  const above = steps.flatMap(({ from, to, top }) => [corner(from, top), corner(to, top)]);
  const below = steps.toReversed().flatMap(({ from, to, bottom }) => [corner(to, bottom), corner(from, bottom)]);
  return `M${[...above, ...below].join("L")}Z`;
}

const corner = (x: number, y: number) => `${Number(x.toFixed(2))},${Number(y.toFixed(2))}`;
