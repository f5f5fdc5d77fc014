import { sayWhich } from "../../src/drawing/sayWhich.ts";
import { writeValue } from "../../src/drawing/writeValue.ts";
import type { PagePicture } from "../data/pagePicture.ts";

interface BudgetProps {
  picture: PagePicture;
  budget: number | null;
  onBudget(budget: number | null, goesOn?: boolean): void;
  /** Whether it is still being computed how sure the frontier is. */
  isUnsure: boolean;
}

const STEPS = 400;

/** A limit on the horizontal axis, and the sentence that says what to take within it, why, and how sure that is. */
export function Budget({ picture, budget, onBudget, isUnsure }: BudgetProps) {
  const { x, points } = picture;
  const isLog = x.scale === "log" && points.every((point) => point.x > 0);
  const [low, high] = points.reduce(([least, most], point) => [Math.min(least, point.x), Math.max(most, point.x)], [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ] as [number, number]);
  const valueAt = (step: number) => {
    const share = step / STEPS;
    return isLog ? low * (high / low) ** share : low + share * (high - low);
  };
  const stepOf = (value: number) =>
    Math.round(STEPS * (isLog ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low)));
  const isLeast = x.direction === "MAXIMIZE";
  const limits = budget === null ? [] : [{ metric: x.name, ...(isLeast ? { min: budget } : { max: budget }) }];
  const canMove = points.length > 1 && high > low;
  const words = (value: number) => `at ${isLeast ? "least" : "most"} ${writeValue(value, x.unit)}`;
  return (
    <section class="budget-row" aria-label="Advice">
      <div>
        <label class="check">
          <input
            type="checkbox"
            checked={budget !== null}
            disabled={!canMove && budget === null}
            onChange={({ currentTarget }) => onBudget(currentTarget.checked ? rounded(valueAt(STEPS / 2)) : null)}
          />{" "}
          Budget
        </label>
        {budget !== null && (
          <>
            <input
              type="range"
              aria-label={`Budget: ${x.title}`}
              aria-valuetext={words(budget)}
              min={0}
              max={STEPS}
              disabled={!canMove}
              value={canMove ? Math.min(STEPS, Math.max(0, stepOf(budget))) : 0}
              onInput={({ currentTarget }) => onBudget(rounded(valueAt(Number(currentTarget.value))), true)}
              onChange={({ currentTarget }) => onBudget(rounded(valueAt(Number(currentTarget.value))))}
            />
            <input
              type="number"
              step="any"
              aria-label={`Budget in ${x.unit === "1" ? "shares" : x.unit}`}
              value={budget}
              onChange={({ currentTarget }) => {
                const value = Number(currentTarget.value);
                if (currentTarget.value !== "" && Number.isFinite(value)) onBudget(value);
              }}
            />
            <span class="muted">{words(budget)}</span>
          </>
        )}
      </div>
      <p class="advice" aria-live="polite">
        {isUnsure && points.length > 0
          ? sayWhich(picture, limits).replace(
              "; no samples say how sure its place on the frontier is",
              "; how sure that is, is being computed",
            )
          : sayWhich(picture, limits)}
      </p>
    </section>
  );
}

/** Three digits are as exact as a line can be dragged. */
export const rounded = (value: number) => Number(value.toPrecision(3));
