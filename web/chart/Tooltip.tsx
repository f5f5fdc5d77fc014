import { useEffect } from "preact/hooks";
import { axisTitle, writeEstimate, writePercent, writeValue } from "../../src/drawing/writeValue.ts";
import type { RunFilter } from "../data/apiTypes.ts";
import type { PagePicture } from "../data/pagePicture.ts";
import type { MetricFacts } from "../data/startFacts.ts";
import type { PlacedPoint } from "./layout.ts";
import { PointSources } from "./PointSources.tsx";

interface TooltipProps {
  shown: PlacedPoint;
  picture: PagePicture;
  size: MetricFacts | null;
  width: number;
  where: RunFilter;
  dismiss(): void;
}

const WIDTH = 320;

/** The figures of a point beside it. Escape puts it away. */
export function Tooltip({ shown: { point, x, y }, picture, size, width, where, dismiss }: TooltipProps) {
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent) => key === "Escape" && dismiss();
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [dismiss]);
  const { candidate, membership, corrected } = point;
  const third =
    size === null || size.name === picture.x.name || size.name === picture.y.name
      ? undefined
      : candidate.figures[size.name];
  const isLeft = x > width / 2;
  const left = Math.max(0, Math.min(width - WIDTH, isLeft ? x - WIDTH - 12 : x + 12));
  return (
    <div
      class="tooltip"
      role="tooltip"
      style={{ left: `${left}px`, top: `${Math.max(0, y - 30)}px`, width: `${WIDTH}px` }}
    >
      <b>{candidate.model.name}</b> {point.mode && point.mode !== "default" && <span>{point.mode}</span>}
      <dl>
        <dt>{picture.y.title}</dt>
        <dd>{writeEstimate(point.y, point.yLow, point.yHigh, picture.y.unit)}</dd>
        {corrected && corrected.candidateCount > 1 && (
          <>
            <dt>Corrected for the choice</dt>
            <dd>{writeEstimate(corrected.value, corrected.low, corrected.high, picture.y.unit)}</dd>
          </>
        )}
        <dt>{axisTitle(picture.x)}</dt>
        <dd>
          {writeEstimate(point.x, point.xLow, point.xHigh, picture.x.unit)}
          {point.estimated && " (estimated)"}
        </dd>
        {third && (
          <>
            <dt>{size!.title}</dt>
            <dd>{writeValue(third.value, size!.unit)}</dd>
          </>
        )}
        <dt>On the frontier</dt>
        <dd>
          {membership === null
            ? point.onFrontier
              ? "yes; how surely is not known"
              : "no"
            : `${point.onFrontier ? "yes" : "no"}; in ${writePercent(membership)} of resamples`}
        </dd>
      </dl>
      {point.atChance && <p>Not better than guessing.</p>}
      {candidate.isPartial && <p>It answered only a part of the problems.</p>}
      <PointSources {...{ candidate, where }} />
      <p class="muted">A click or Enter opens its details, with its pages.</p>
    </div>
  );
}
