import { useRef, useState } from "preact/hooks";
import type { Box } from "../../src/drawing/boxes.ts";
import type { ChartLayout } from "./layout.ts";
import { movedEnds, type View } from "./viewScale.ts";

interface PointerUse {
  layout: ChartLayout;
  view: View;
  /** Shows a view while it is moved; null when it rests. */
  setMoved(view: View | null): void;
  onView(view: View): void;
  budget: number | null;
  onBudget(budget: number, goesOn: boolean): void;
  isMoving: boolean;
  hover(x: number, y: number): void;
  click(x: number, y: number): void;
}

/** What a drag that has begun does. */
interface Drag {
  kind: "move" | "enlarge" | "budget";
  x: number;
  y: number;
  /** The layout when it began, from which the whole way is measured. */
  layout: ChartLayout;
  isFar: boolean;
}

/** A shorter way is a click, in pixels. */
const CLICK = 4;
/** How near to the budget line it is taken hold of. */
const GRIP = 7;

/** What the pointer does to the picture: it shows points, opens them, enlarges a part, moves the view, and drags the budget. */
export function usePointer(use: PointerUse) {
  const drag = useRef<Drag | null>(null);
  const [brush, setBrush] = useState<Box | null>(null);
  const [isDragging, setDragging] = useState(false);
  const place = (event: PointerEvent): [number, number] => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  const onPointerDown = (event: PointerEvent) => {
    if (event.button > 1) return;
    const [x, y] = place(event);
    const isOnBudget = use.budget !== null && Math.abs(use.layout.across.place(use.budget) - x) <= GRIP;
    const moves = use.isMoving || event.shiftKey || event.button === 1 || event.pointerType === "touch";
    drag.current = { kind: isOnBudget ? "budget" : moves ? "move" : "enlarge", x, y, layout: use.layout, isFar: false };
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  };

  const onPointerMove = (event: PointerEvent) => {
    const [x, y] = place(event);
    const held = drag.current;
    if (!held) return use.hover(x, y);
    if (!held.isFar && Math.hypot(x - held.x, y - held.y) < CLICK) return;
    if (!held.isFar) setDragging(true);
    held.isFar = true;
    if (held.kind === "budget") use.onBudget(use.layout.across.valueAt(x), true);
    else if (held.kind === "enlarge") setBrush(within(boxFrom(held.x, held.y, x, y), held.layout.plot));
    else use.setMoved(viewAfter(held, x, y));
  };

  const onPointerUp = (event: PointerEvent) => {
    const [x, y] = place(event);
    const held = drag.current;
    drag.current = null;
    setDragging(false);
    setBrush(null);
    if (!held) return;
    if (!held.isFar) use.click(x, y);
    else if (held.kind === "budget") use.onBudget(use.layout.across.valueAt(x), false);
    else if (held.kind === "move") {
      use.onView(viewAfter(held, x, y));
      use.setMoved(null);
    } else use.onView(viewOf(within(boxFrom(held.x, held.y, x, y), held.layout.plot), held.layout));
  };

  const onWheel = (event: WheelEvent) => {
    // Without a key the wheel scrolls the page.
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const { across, up, plot } = use.layout;
    const factor = Math.exp(event.deltaY / 400);
    use.onView({
      x: movedEnds(across, [plot.x, plot.x + plot.width], 0, factor, event.clientX - box.left),
      y: movedEnds(up, [plot.y, plot.y + plot.height], 0, factor, event.clientY - box.top),
    });
  };

  const onPointerCancel = () => {
    drag.current = null;
    setDragging(false);
    setBrush(null);
    use.setMoved(null);
  };
  return { brush, isDragging, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onWheel } };
}

function viewAfter({ x: fromX, y: fromY, layout: { across, up, plot } }: Drag, x: number, y: number): View {
  return {
    x: movedEnds(across, [plot.x, plot.x + plot.width], x - fromX),
    y: movedEnds(up, [plot.y, plot.y + plot.height], y - fromY),
  };
}

function viewOf({ x, y, width, height }: Box, { across, up }: ChartLayout): View {
  return { x: movedEnds(across, [x, x + width], 0), y: movedEnds(up, [y, y + height], 0) };
}

const boxFrom = (x1: number, y1: number, x2: number, y2: number): Box => ({
  ...{ x: Math.min(x1, x2), y: Math.min(y1, y2), width: Math.abs(x2 - x1), height: Math.abs(y2 - y1) },
});

function within(box: Box, bounds: Box): Box {
  const [left, top] = [Math.max(box.x, bounds.x), Math.max(box.y, bounds.y)];
  const right = Math.min(box.x + box.width, bounds.x + bounds.width);
  const bottom = Math.min(box.y + box.height, bounds.y + bounds.height);
  return { x: left, y: top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}
