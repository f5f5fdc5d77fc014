import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { axisTitle } from "../../src/drawing/writeValue.ts";
import type { RunFilter } from "../data/apiTypes.ts";
import type { PagePicture, PagePoint } from "../data/pagePicture.ts";
import { pointInWords } from "../data/pointInWords.ts";
import type { MetricFacts } from "../data/startFacts.ts";
import { type Theme, useColours } from "../parts/useColours.ts";
import { useWidth } from "../parts/useWidth.ts";
import { ChartPicture } from "./ChartPicture.tsx";
import { drawDominated, drawMoved, type Sheet } from "./drawDominated.ts";
import { layOut, movedLayout, nameLayout, type PlacedName, type PlacedPoint } from "./layout.ts";
import { nearest, type Step, stepFrom } from "./nearest.ts";
import { Tooltip } from "./Tooltip.tsx";
import { usePointer } from "./usePointer.ts";
import { movedEnds, type View } from "./viewScale.ts";

interface ChartProps {
  picture: PagePicture;
  view: View;
  onView(view: View): void;
  /** The metric that the sizes of the points show. */
  size: MetricFacts | null;
  budget: number | null;
  onBudget(budget: number, goesOn: boolean): void;
  selected: string | null;
  onSelect(key: string | null): void;
  theme: Theme | null;
  /** The filter by which the candidates were chosen. */
  where: RunFilter;
  /** Whether dragging moves the picture instead of choosing what to enlarge. */
  isMoving: boolean;
  height?: number | undefined;
}

const STEPS: Record<string, Step> = {
  ArrowRight: "nextOnFrontier",
  ArrowLeft: "previousOnFrontier",
  ArrowUp: "nextBetter",
  ArrowDown: "nextWorse",
  Home: "first",
  End: "last",
};

/** How much a key moves the view, in pixels, and enlarges it. */
const MOVE = 60;
const ENLARGE = 0.8;

/**
 * The picture of a frontier. It is one stop of the tab key: the arrows lead from point to point, Enter opens the details of
 * one, Escape puts its tooltip away, + and - enlarge and shrink, 0 shows the whole, and Shift with an arrow moves the view.
 */
export function Chart(props: ChartProps) {
  const { picture, size, budget, selected, onSelect, onView, theme } = props;
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(box, 800);
  const height = props.height ?? Math.round(Math.min(560, Math.max(320, width * 0.62)));
  // While the view is moved it is kept here, so that nothing else of the page is drawn anew.
  const [moved, setMoved] = useState<View | null>(null);
  const view = moved ?? props.view;
  const resting = useMemo(
    () => layOut(picture, width, height, props.view, size?.name ?? null),
    [picture, width, height, props.view, size],
  );
  const layout = useMemo(() => (moved ? movedLayout(resting, picture, moved) : resting), [resting, picture, moved]);
  const settled = useRef<{ names: PlacedName[]; placed: Map<string, PlacedPoint> }>({ names: [], placed: new Map() });
  const names = useMemo(() => {
    if (moved !== null) return carriedAlong(settled.current, layout.placed.slice(0, layout.frontierCount));
    const placed = new Map(layout.placed.slice(0, layout.frontierCount).map((one) => [one.point.candidate.key, one]));
    settled.current = { names: nameLayout(layout), placed };
    return settled.current.names;
  }, [layout, moved]);
  const colours = useColours(theme);
  const sheet = useRef<Sheet | null>(null);
  useLayoutEffect(() => {
    if (moved === null) drawDominated(canvas.current!, layout, colours.muted);
    sheet.current = moved === null ? null : drawMoved(canvas.current!, layout, colours.muted, sheet.current);
  }, [layout, colours, moved]);

  // A point is shown because the pointer is near it or because the keys led to it.
  const [shownKey, show] = useState<string | null>(null);
  const placedAt = (key: string | null) =>
    key === null ? null : (layout.placed.find(({ point }) => point.candidate.key === key) ?? null);
  const shown = placedAt(shownKey);
  const chosen = placedAt(selected);
  const current = shown ?? chosen;
  const pointer = usePointer({
    layout,
    ...props,
    view,
    setMoved,
    hover: (x, y) => show(nearest(layout.placed, x, y)?.point.candidate.key ?? null),
    click: (x, y) => onSelect(nearest(layout.placed, x, y)?.point.candidate.key ?? null),
  });
  useEffect(() => setMoved(null), [props.view, picture]);

  const moveView = (right: number, down: number, factor = 1) => {
    const { across, up, plot } = layout;
    const [left, top, end, bottom] = [plot.x, plot.y, plot.x + plot.width, plot.y + plot.height];
    onView({
      x: movedEnds(across, [left, end], right, factor, current?.x ?? (left + end) / 2),
      y: movedEnds(up, [top, bottom], down, factor, current?.y ?? (top + bottom) / 2),
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey) return;
    const step = STEPS[key];
    if (shiftKey && key.startsWith("Arrow")) {
      moveView({ ArrowLeft: MOVE, ArrowRight: -MOVE }[key] ?? 0, { ArrowUp: MOVE, ArrowDown: -MOVE }[key] ?? 0);
    } else if (step) show(stepFrom(layout.placed, current, step)?.point.candidate.key ?? null);
    else if (key === "Enter" || key === " ") onSelect(current?.point.candidate.key ?? null);
    else if (key === "Escape") show(null);
    else if (key === "+" || key === "=") moveView(0, 0, ENLARGE);
    else if (key === "-") moveView(0, 0, 1 / ENLARGE);
    else if (key === "0") onView({});
    else return;
    event.preventDefault();
  };

  const first = current ?? layout.placed[0] ?? null;
  return (
    <div class="chart" ref={box} style={{ height: `${height}px` }}>
      <canvas ref={canvas} style={{ width: `${width}px`, height: `${height}px` }} />
      <ChartPicture {...{ picture, layout, names, budget, current, brush: pointer.brush }} selected={chosen} />
      <div
        class={`chart-keys${pointer.isDragging ? " dragging" : ""}`}
        role="listbox"
        tabIndex={0}
        aria-label={`${picture.title}. ${layout.frontierCount} of ${picture.points.length} candidates are on the frontier. Use the arrow keys to go from point to point, and Enter for details.`}
        aria-activedescendant={first ? "chart-point" : undefined}
        onKeyDown={onKeyDown}
        onBlur={() => show(null)}
        {...pointer.handlers}
        onPointerLeave={() => show(null)}
      >
        {first && (
          // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active option
          <div
            id="chart-point"
            role="option"
            class="hidden"
            aria-selected={first.point.candidate.key === selected}
            aria-posinset={layout.placed.indexOf(first) + 1}
            aria-setsize={layout.placed.length}
          >
            {pointInWords(first.point, picture)}
          </div>
        )}
      </div>
      {shown && <Tooltip {...{ shown, picture, size }} where={props.where} width={width} dismiss={() => show(null)} />}
      <p class="axis-title across">{axisTitle(picture.x)} →</p>
      <p class="axis-title up">{axisTitle(picture.y)} ↑</p>
    </div>
  );
}

/** The names as they were placed last, each moved with its point. */
function carriedAlong(
  { names, placed }: { names: PlacedName[]; placed: Map<string, PlacedPoint> },
  now: readonly PlacedPoint[],
): PlacedName[] {
  const places = new Map(now.map((one) => [one.point.candidate.key, one]));
  return names.flatMap((name) => {
    const [before, after] = [placed.get(name.key), places.get(name.key)];
    if (!before || !after) return [];
    return [{ ...name, x: name.x + after.x - before.x, y: name.y + after.y - before.y, leader: null }];
  });
}

export type { PagePoint };
