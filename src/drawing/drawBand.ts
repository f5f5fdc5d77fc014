import type { BandPoint } from "../frontier/choice/frontierBand.ts";
import type { AxisScale } from "./axisScale.ts";
import type { Box } from "./boxes.ts";
import { element, type Markup } from "./markup.ts";

/**
 * Draws the uncertainty of the frontier as a whole as a light area: from each cost to the next the 95 % interval of what
 * is reached within it. Where the cost may reach nothing, the area goes down to the edge of the plot.
 */
export function drawBand(band: readonly BandPoint[], across: AxisScale, up: AxisScale, plot: Box): Markup {
  const bottom = plot.y + plot.height;
  const ends = [...band.slice(1).map(({ cost }) => across.place(cost)), plot.x + plot.width];
  const steps = band.map(({ cost, low, high }, at) => ({
    from: across.place(cost),
    to: ends[at]!,
    top: up.place(high),
    bottom: low === null ? bottom : up.place(low),
  }));
  const above = steps.flatMap(({ from, to, top }) => [corner(from, top), corner(to, top)]);
  const below = steps.toReversed().flatMap((step) => [corner(step.to, step.bottom), corner(step.from, step.bottom)]);
  return element("path", { class: "band", d: `M${[...above, ...below].join("L")}Z` });
}

const corner = (x: number, y: number) => `${Number(x.toFixed(2))},${Number(y.toFixed(2))}`;
