import { DARK, LIGHT, leastOpacity } from "../../src/drawing/theme.ts";
import type { PagePoint } from "../data/pagePicture.ts";

/** The contrast that a mark keeps to the background however unsure it is (WCAG 2.2, 1.4.11). */
const LEAST_CONTRAST = 3;

/** The opacity of the faintest point of the frontier, and that of dominated ones, in either theme. */
export const FAINTEST = Math.max(
  ...[LIGHT, DARK].map(({ accent, background }) => leastOpacity(accent, background, LEAST_CONTRAST)),
);
export const DOMINATED = Math.max(
  ...[LIGHT, DARK].map(({ muted, background }) => leastOpacity(muted, background, LEAST_CONTRAST)),
);

/** The opacity of a point of the frontier, which rises with its membership. */
export const opacityOf = ({ membership }: Pick<PagePoint, "membership">): number =>
  FAINTEST + (1 - FAINTEST) * (membership ?? 1);

const [SMALLEST, LARGEST] = [3, 13];

/** The radius of a point: as usual, or such that its area grows with a value, on a logarithmic scale where values differ much. */
export function radii(points: readonly PagePoint[], metric: string | null): (point: PagePoint) => number {
  const sizeOf = ({ candidate }: PagePoint) => (metric === null ? undefined : candidate.figures[metric]?.value);
  const values = points.flatMap((point) => sizeOf(point) ?? []).filter((value) => value > 0);
  if (values.length === 0) return ({ onFrontier }) => (onFrontier ? 4.5 : 3.5);
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const share =
    high > 10 * low ? (value: number) => Math.log(value / low) / Math.log(high / low) : (value: number) => value / high;
  return (point) => {
    const value = sizeOf(point);
    return value === undefined || !(value > 0)
      ? SMALLEST
      : Math.round(2 * (SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(share(value)))) / 2;
  };
}
