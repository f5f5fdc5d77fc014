import { RADIUS } from "./drawPoints.ts";
import { element, group, type Markup } from "./markup.ts";
import type { FrontierPicture } from "./picture.ts";
import { textWidth } from "./textLines.ts";

const LINE_HEIGHT = 16;

/**
 * Lays out the legend below the title, in lines of the picture's width. It explains the marks that the picture has.
 *
 * @param top the place of its upper edge, in pixels.
 */
export function layLegend(
  { points, x, y, band }: FrontierPicture,
  width: number,
  top: number,
): { drawn: Markup; height: number } {
  const has = (kind: (point: (typeof points)[number]) => boolean) => points.some(kind);
  const better = `better: ${x.direction === "MINIMIZE" ? "left" : "right"} and ${y.direction === "MAXIMIZE" ? "up" : "down"}`;
  const entries: { mark?: string; text: string }[] = [
    ...(has(({ onFrontier, estimated }) => onFrontier && !estimated)
      ? [{ mark: "frontier filled", text: "on the frontier" }]
      : []),
    ...(has(({ onFrontier, estimated }) => onFrontier && estimated)
      ? [{ mark: "frontier hollow", text: "on the frontier, estimated" }]
      : []),
    ...(has(({ onFrontier, estimated }) => !onFrontier && !estimated)
      ? [{ mark: "dominated filled", text: "dominated" }]
      : []),
    ...(has(({ onFrontier, estimated }) => !onFrontier && estimated)
      ? [{ mark: "dominated hollow", text: "dominated, estimated" }]
      : []),
    ...(has(({ membership }) => membership !== null) ? [{ text: "fainter: less sure" }] : []),
    ...(has(({ onFrontier, xLow, yLow }) => onFrontier && (xLow ?? yLow) !== undefined)
      ? [{ text: `${band?.length ? "lines and area" : "thin lines"}: 95 % interval` }]
      : []),
    { text: better },
  ];
  let [place, line] = [20, 0];
  const parts = entries.flatMap(({ mark, text }) => {
    const length = (mark ? 12 : 0) + textWidth(text, 11);
    if (place > 20 && place + length > width - 10) [place, line] = [20, line + 1];
    const start = place + (mark ? 12 : 0);
    const markAt = place + RADIUS;
    const middle = top + 18 + LINE_HEIGHT * line;
    place += length + 4;
    return [
      ...(mark ? [element("circle", { class: `point ${mark}`, cx: markAt, cy: middle, r: RADIUS - 0.5 })] : []),
      element("text", { class: "muted", x: start + 2, y: middle + 4 }, text),
    ];
  });
  return { drawn: group({ class: "small" }, parts), height: LINE_HEIGHT * (line + 1) };
}
