import { useMemo } from "preact/hooks";
import type { Change } from "../address/history.ts";
import type { Candidate } from "../data/candidate.ts";
import type { Question } from "../data/question.ts";
import type { MetricFacts, StartFacts } from "../data/startFacts.ts";

interface AxisChoiceProps {
  facts: StartFacts;
  question: Question;
  candidates: readonly Candidate[];
  size: string | null;
  change(change: Change): void;
}

/** Chooses the metrics of both axes and of the size of the points, and the scale of the horizontal axis. */
export function AxisChoice({ facts, question: { x, y, axes }, candidates, size, change }: AxisChoiceProps) {
  const counts = useMemo(() => {
    const known = new Map<string, number>();
    for (const { figures } of candidates) {
      for (const name of Object.keys(figures)) known.set(name, (known.get(name) ?? 0) + 1);
    }
    return known;
  }, [candidates]);
  const others = axes.filter((axis) => axis !== x && axis !== y).map(({ name }) => name);
  const setAxes = (up: string, across: string, scale: string) =>
    change({ objective: [up, `${across}${scale}`, ...others], zoom: null, budget: null });
  const scaleOf = ({ scale }: { scale: string }) => {
    const usual = facts.metrics.find(({ name }) => name === x.name)?.scale;
    return scale === usual ? "" : `:${scale.toUpperCase()}`;
  };
  const options = (metrics: readonly MetricFacts[], chosen: string) =>
    metrics.map(({ name, title }) => (
      <option key={name} value={name}>
        {title}
        {candidates.length > 0 && name !== chosen ? ` (${counts.get(name) ?? 0})` : ""}
      </option>
    ));
  return (
    <div class="axes-choice">
      <label class="field">
        <span>Upward</span>
        <select value={y.name} onChange={({ currentTarget }) => setAxes(currentTarget.value, x.name, scaleOf(x))}>
          {options(
            facts.metrics.filter(({ name }) => name !== x.name),
            y.name,
          )}
        </select>
      </label>
      <label class="field">
        <span>Across</span>
        <select value={x.name} onChange={({ currentTarget }) => setAxes(y.name, currentTarget.value, "")}>
          {options(
            facts.metrics.filter(({ name }) => name !== y.name),
            x.name,
          )}
        </select>
      </label>
      <label class="field">
        <span>Size</span>
        <select value={size ?? ""} onChange={({ currentTarget }) => change({ size: currentTarget.value })}>
          <option value="">all alike</option>
          {options(facts.metrics, "")}
        </select>
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={x.scale === "log"}
          onChange={({ currentTarget }) =>
            setAxes(y.name, x.name, scaleOf({ scale: currentTarget.checked ? "log" : "linear" }))
          }
        />{" "}
        Logarithmic
      </label>
    </div>
  );
}
