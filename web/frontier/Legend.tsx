import { inSentence } from "../../src/drawing/writeValue.ts";
import type { PagePicture } from "../data/pagePicture.ts";
import type { MetricFacts } from "../data/startFacts.ts";

interface LegendProps {
  picture: PagePicture;
  /** The metric that the sizes of the points show. */
  size: MetricFacts | null;
}

/** Explains the marks that the picture has. */
export function Legend({ picture: { points, band, x, y }, size }: LegendProps) {
  const has = (kind: (point: PagePicture["points"][number]) => boolean) => points.some(kind);
  const marks: [string, string][] = [
    ...(has(({ onFrontier, estimated }) => onFrontier && !estimated)
      ? [["frontier filled", "on the frontier"] as [string, string]]
      : []),
    ...(has(({ onFrontier, estimated }) => onFrontier && estimated)
      ? [["frontier hollow", "on it, estimated"] as [string, string]]
      : []),
    ...(has(({ onFrontier, estimated }) => !onFrontier && !estimated)
      ? [["dominated filled", "dominated"] as [string, string]]
      : []),
    ...(has(({ onFrontier, estimated }) => !onFrontier && estimated)
      ? [["dominated hollow", "dominated, estimated"] as [string, string]]
      : []),
  ];
  const texts = [
    ...(has(({ membership }) => membership !== null) ? ["fainter: less sure"] : []),
    ...(size && has(({ candidate }) => candidate.figures[size.name] !== undefined)
      ? [`larger: more ${inSentence(size.title)}`]
      : []),
    ...(band?.length ? ["lines and area: 95 % interval"] : []),
    `better: ${x.direction === "MINIMIZE" ? "left" : "right"} and ${y.direction === "MAXIMIZE" ? "up" : "down"}`,
  ];
  return (
    <figcaption class="legend">
      {marks.map(([mark, text]) => (
        <span key={mark}>
          <i class={`mark ${mark}`} /> {text}
        </span>
      ))}
      {texts.map((text) => (
        <span key={text}>{text}</span>
      ))}
    </figcaption>
  );
}
