import { scaleLinear, scaleLog } from "d3-scale";
import { useRef } from "preact/hooks";
import { useWidth } from "../parts/useWidth.ts";

export interface Line {
  name: string;
  points: readonly [number, number][];
  /** Steps hold each value until the next point. */
  kind: "steps" | "line" | "dots";
}

interface LinePlotProps {
  title: string;
  lines: readonly Line[];
  x: { title: string; isLog: boolean; write(value: number): string };
  y: { title: string; isLog: boolean; write(value: number): string };
  /** A value on the horizontal axis that is marked. */
  mark?: { at: number; text: string } | undefined;
}

const HEIGHT = 320;
const EDGE = { left: 62, top: 26, right: 16, bottom: 46 };

/** A few lines over one axis, as in a trend over time. Its table stands beside it, so that it needs no points of its own. */
export function LinePlot({ title, lines, x, y, mark }: LinePlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box, 700);
  const all = lines.flatMap(({ points }) => points);
  const across = scaleOf(all.map(([value]) => value).concat(mark ? [mark.at] : []), x.isLog, [
    EDGE.left,
    width - EDGE.right,
  ]);
  const up = scaleOf(
    all.map(([, value]) => value),
    y.isLog,
    [HEIGHT - EDGE.bottom, EDGE.top],
  );
  const bottom = HEIGHT - EDGE.bottom;
  return (
    <div class="plot" ref={box}>
      <svg width={width} height={HEIGHT} role="img" aria-label={title}>
        <g class="axes">
          {ticksOf(across, Math.floor(width / 110)).map((value) => (
            <g key={value}>
              <line class="grid" x1={across(value)} x2={across(value)} y1={EDGE.top} y2={bottom} />
              <text x={across(value)} y={bottom + 17} text-anchor="middle">
                {x.write(value)}
              </text>
            </g>
          ))}
          {ticksOf(up, 5).map((value) => (
            <g key={value}>
              <line class="grid" x1={EDGE.left} x2={width - EDGE.right} y1={up(value)} y2={up(value)} />
              <text x={EDGE.left - 7} y={up(value) + 4} text-anchor="end">
                {y.write(value)}
              </text>
            </g>
          ))}
          <text x={width - EDGE.right} y={HEIGHT - 8} text-anchor="end">
            {x.title} →
          </text>
          <text x={EDGE.left} y={EDGE.top - 12}>
            {y.title} ↑
          </text>
        </g>
        {lines.map(({ name, points, kind }, i) => (
          <g key={name} class={`line line-${i}`}>
            {kind !== "dots" && points.length > 1 && (
              <path d={pathOf(points, kind === "steps", across, up, width - EDGE.right)} />
            )}
            {kind !== "line" &&
              points.map(([at, value]) => <circle key={`${at}|${value}`} cx={across(at)} cy={up(value)} r={3.5} />)}
          </g>
        ))}
        {mark && (
          <g class="budget">
            <line x1={across(mark.at)} x2={across(mark.at)} y1={EDGE.top} y2={bottom} />
            <text
              x={across(mark.at) + (across(mark.at) > width / 2 ? -6 : 6)}
              y={EDGE.top + 12}
              text-anchor={across(mark.at) > width / 2 ? "end" : "start"}
            >
              {mark.text}
            </text>
          </g>
        )}
      </svg>
    </div>
  );
}

type Scale = ReturnType<typeof scaleOf>;

function scaleOf(values: readonly number[], isLog: boolean, range: [number, number]) {
  const usable = isLog ? values.filter((value) => value > 0) : values;
  const low = usable.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = usable.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (!(low <= high)) return scaleLinear().domain([0, 1]).range(range);
  if (isLog) {
    const factor = high > low ? (high / low) ** 0.05 : 2;
    return scaleLog()
      .domain([low / factor, high * factor])
      .range(range);
  }
  const margin = high > low ? 0.05 * (high - low) : Math.abs(high) || 1;
  return scaleLinear()
    .domain([low - margin, high + margin])
    .range(range);
}

/** Of a logarithmic axis the powers of ten, unless those are too few. */
function ticksOf(scale: Scale, most: number): number[] {
  const all = scale.ticks(most);
  const powers = all.filter((value) => value > 0 && Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9);
  return "base" in scale && powers.length >= 2 ? powers : all.filter((_, i) => i % Math.ceil(all.length / most) === 0);
}

function pathOf(
  points: readonly [number, number][],
  isStepped: boolean,
  across: Scale,
  up: Scale,
  end: number,
): string {
  const ends = points.flatMap(([at, value], i): string[] => {
    const here = `${across(at).toFixed(1)},${up(value).toFixed(1)}`;
    const next = points[i + 1];
    return isStepped ? [here, `${(next ? across(next[0]) : end).toFixed(1)},${up(value).toFixed(1)}`] : [here];
  });
  return `M${ends.join("L")}`;
}
