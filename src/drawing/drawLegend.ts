import { RADIUS } from "./drawPoints.ts";
import { element, group, type Markup } from "./markup.ts";
import type { FrontierPicture } from "./picture.ts";
import { textWidth } from "./textLines.ts";

/** Draws the legend, a line below the title, which explains the marks that the picture has. */
export function drawLegend({ points, x, y, band }: FrontierPicture, width: number): Markup {
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
  let place = 20;
  const parts = entries.flatMap(({ mark, text }) => {
    const start = place + (mark ? 12 : 0);
    const end = start + textWidth(text, 11);
    if (end > width - 10) return [];
    const markAt = place + RADIUS;
    place = end + 4;
    return [
      ...(mark ? [element("circle", { class: `point ${mark}`, cx: markAt, cy: 48, r: RADIUS - 0.5 })] : []),
      element("text", { class: "muted", x: start + 2, y: 52 }, text),
    ];
  });
  return group({ class: "small" }, parts);
}
