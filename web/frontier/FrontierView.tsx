import { useCallback, useMemo, useState } from "preact/hooks";
import { numberOf } from "../address/frontierArguments.ts";
import type { Change } from "../address/history.ts";
import { Chart } from "../chart/Chart.tsx";
import type { View } from "../chart/viewScale.ts";
import type { PagePicture } from "../data/pagePicture.ts";
import type { Question } from "../data/question.ts";
import type { StartFacts } from "../data/startFacts.ts";
import type { Theme } from "../parts/useColours.ts";
import { Budget, rounded } from "./Budget.tsx";
import { Details } from "./Details.tsx";
import { Legend } from "./Legend.tsx";
import { Notes } from "./Notes.tsx";
import { NothingShown } from "./NothingShown.tsx";
import { TimeSlider } from "./TimeSlider.tsx";
import type { useFrontier } from "./useFrontier.ts";

interface FrontierViewProps {
  frontier: ReturnType<typeof useFrontier>;
  picture: PagePicture;
  question: Question;
  facts: StartFacts;
  parameters: URLSearchParams;
  change(change: Change, goesOn?: boolean): void;
  theme: Theme | null;
  isEmbedded: boolean;
}

/** The picture of a frontier with its budget, its time and the details of the chosen point. */
export function FrontierView(props: FrontierViewProps) {
  const { frontier, picture, question, facts, parameters, change, theme, isEmbedded } = props;
  const { candidates, list, certainty, known } = frontier;
  const zoom = parameters.get("zoom");
  const view = useMemo(() => readView(zoom), [zoom]);
  const [isMoving, setMoving] = useState(false);
  const budget = readNumber(parameters.get("budget"));
  const onView = useCallback((next: View) => change({ zoom: writeView(next) }), [change]);
  const onBudget = useCallback(
    (next: number | null, goesOn = false) => change({ budget: next === null ? null : rounded(next) }, goesOn),
    [change],
  );
  const onSelect = useCallback((key: string | null) => change({ point: key }), [change]);
  const onDay = useCallback((day: string | null, goesOn = false) => change({ asOf: day }, goesOn), [change]);
  const size = facts.metrics.find(({ name }) => name === parameters.get("size")) ?? null;
  const selected = parameters.get("point");
  const chosen = picture.points.find(({ candidate }) => candidate.key === selected);
  const where = question.args.where ?? {};
  const isWaiting = !list.isCurrent && list.isLoading && !list.error;
  if (picture.points.length === 0 && isWaiting) return <p aria-busy="true">Loading …</p>;
  const isEmpty = picture.points.length === 0;
  return (
    <>
      <h2 class="title">{picture.title}</h2>
      {isEmpty ? (
        <NothingShown {...{ question, candidates, parameters, change }} certainty={known} />
      ) : (
        <figure aria-busy={isWaiting}>
          <Legend picture={picture} size={size} />
          <Chart
            {...{ picture, view, onView, budget, onBudget, selected, onSelect, theme, isMoving }}
            {...{ size, where }}
            height={isEmbedded ? Math.max(220, innerHeight - 110) : undefined}
          />
          {!isEmbedded && (
            <div class="tools">
              <button type="button" aria-pressed={isMoving} onClick={() => setMoving(!isMoving)}>
                Drag moves
              </button>
              <button type="button" disabled={zoom === null} onClick={() => onView({})}>
                Whole picture
              </button>
              <span class="muted">
                Drag a part to enlarge it; Shift and drag moves; Ctrl and the wheel enlarges. {picture.points.length} of{" "}
                {list.value?.count ?? "…"} candidates.{isWaiting && " Loading …"}
              </span>
            </div>
          )}
        </figure>
      )}
      {!isEmbedded && (
        <>
          {!isEmpty && <Budget {...{ picture, budget, onBudget }} isUnsure={!known && certainty.isLoading} />}
          {question.isDecidedHere && <TimeSlider {...{ candidates, onDay }} asOf={question.args.asOf ?? null} />}
          {chosen && (
            <Details {...{ picture, where }} point={chosen} metrics={facts.metrics} close={() => onSelect(null)} />
          )}
          {certainty.error && (
            <p class="warning">How sure the frontier is could not be asked: {certainty.error.message}</p>
          )}
          {known && <Notes certainty={known} dataVersion={picture.dataVersion} />}
        </>
      )}
    </>
  );
}

/** Reads the ends of both axes, such as `1e12:1e15:0.2:0.8`; what is not written so shows the whole. */
function readView(text: string | null): View {
  const ends = text?.split(":").map(Number) ?? [];
  if (ends.length !== 4 || ends.some((end) => !Number.isFinite(end))) return {};
  const [left, right, low, high] = ends as [number, number, number, number];
  return { x: [left, right], y: [low, high] };
}

const writeView = ({ x, y }: View): string | null =>
  x && y ? [...x, ...y].map((end) => Number(end.toPrecision(4))).join(":") : null;

function readNumber(text: string | null): number | null {
  try {
    return text === null ? null : numberOf("budget", text);
  } catch {
    return null;
  }
}
