import type { Box } from "../../src/drawing/boxes.ts";
import { bandPath } from "../../src/drawing/drawBand.ts";
import { LABEL_HEIGHT } from "../../src/drawing/placeLabels.ts";
import { writeValue } from "../../src/drawing/writeValue.ts";
import type { PagePicture } from "../data/pagePicture.ts";
import type { ChartLayout, PlacedName, PlacedPoint } from "./layout.ts";
import { opacityOf } from "./marks.ts";

interface Drawn {
  picture: PagePicture;
  layout: ChartLayout;
  names: readonly PlacedName[];
  budget: number | null;
  /** The point that the pointer or the keys are at. */
  current: PlacedPoint | null;
  selected: PlacedPoint | null;
  brush: Box | null;
}

/** What of the picture is not on the canvas: axes, band, stairs, the points of the frontier with their intervals and names. */
export function ChartPicture({ picture, layout, names, budget, current, selected, brush }: Drawn) {
  const { width, height, plot, across, up, placed, frontierCount, stairs } = layout;
  const [right, bottom] = [plot.x + plot.width, plot.y + plot.height];
  const isIn = (place: number, from: number, to: number) => place >= from - 0.5 && place <= to + 0.5;
  const budgetAt = budget === null ? null : across.place(budget);
  return (
    <svg width={width} height={height} aria-hidden="true">
      <clipPath id="plot">
        <rect x={plot.x} y={plot.y} width={plot.width} height={plot.height} />
      </clipPath>
      <g class="axes">
        {across.ticks.map(({ place, label }) =>
          isIn(place, plot.x, right) ? (
            <g key={label}>
              <line class="grid" x1={place} x2={place} y1={plot.y} y2={bottom} />
              <text x={place} y={bottom + 17} text-anchor="middle">
                {label}
              </text>
            </g>
          ) : null,
        )}
        {up.ticks.map(({ place, label }) =>
          isIn(place, plot.y, bottom) ? (
            <g key={label}>
              <line class="grid" x1={plot.x} x2={right} y1={place} y2={place} />
              <text x={plot.x - 7} y={place + 4} text-anchor="end">
                {label}
              </text>
            </g>
          ) : null,
        )}
      </g>
      <g clip-path="url(#plot)">
        {picture.band && picture.band.length > 0 && <path class="band" d={bandPath(picture.band, across, up, plot)} />}
        {stairs.length > 0 && <path class="stairs" d={`M${stairs.map((end) => end.join(",")).join("L")}`} />}
        {placed.slice(0, frontierCount).map(({ point, x, y }) => {
          const { xLow, xHigh, yLow, yHigh, candidate } = point;
          return (
            <g key={candidate.key} class="whisker" opacity={0.7 * opacityOf(point)}>
              {xLow !== undefined && xHigh !== undefined && (
                <line x1={across.place(xLow)} x2={across.place(xHigh)} y1={y} y2={y} />
              )}
              {yLow !== undefined && yHigh !== undefined && (
                <line x1={x} x2={x} y1={up.place(yLow)} y2={up.place(yHigh)} />
              )}
            </g>
          );
        })}
        {placed.slice(0, frontierCount).map(({ point, x, y, radius }) => (
          <circle
            key={point.candidate.key}
            class={`point ${point.estimated ? "hollow" : "filled"}`}
            data-key={point.candidate.key}
            cx={x}
            cy={y}
            r={radius}
            opacity={opacityOf(point)}
          />
        ))}
        {selected && <circle class="ring selected" cx={selected.x} cy={selected.y} r={selected.radius + 4} />}
        {current && <circle class="ring" cx={current.x} cy={current.y} r={current.radius + 4} />}
        {names.map(({ key, text, x, y, width: wide, anchor, leader }) => (
          <g key={key}>
            {leader && <line class="leader" {...leader} />}
            <text
              class="label"
              x={anchor === "end" ? x + wide : anchor === "start" ? x : x + wide / 2}
              y={y + LABEL_HEIGHT - 3}
              text-anchor={anchor}
            >
              {text}
            </text>
          </g>
        ))}
        {brush && <rect class="brush" {...brush} />}
      </g>
      {budgetAt !== null && isIn(budgetAt, plot.x, right) && (
        <g class="budget">
          <line x1={budgetAt} x2={budgetAt} y1={plot.y} y2={bottom} />
          <text
            x={budgetAt + (budgetAt > plot.x + plot.width / 2 ? -6 : 6)}
            y={plot.y + 12}
            text-anchor={budgetAt > plot.x + plot.width / 2 ? "end" : "start"}
          >
            at {picture.x.direction === "MINIMIZE" ? "most" : "least"} {writeValue(budget!, picture.x.unit)}
          </text>
        </g>
      )}
    </svg>
  );
}
