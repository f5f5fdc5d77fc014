import { useEffect, useMemo, useState } from "preact/hooks";
import type { Candidate } from "../data/candidate.ts";

interface TimeSliderProps {
  candidates: readonly Candidate[];
  /** The day up to which models count; null for all. */
  asOf: string | null;
  onDay(day: string | null, goesOn?: boolean): void;
}

/** How long a day stays while the frontier plays, in milliseconds. */
const FRAME_MS = 600;

/** Shows the frontier as of a day, and plays it from the first release to the last. */
export function TimeSlider({ candidates, asOf, onDay }: TimeSliderProps) {
  const days = useMemo(
    () => [...new Set(candidates.flatMap(({ model }) => model.releasedOn ?? []))].sort(),
    [candidates],
  );
  const [isPlaying, setPlaying] = useState(false);
  const last = days.length - 1;
  const at = asOf === null ? last : days.findLastIndex((day) => day <= asOf);
  useEffect(() => {
    if (!isPlaying) return;
    if (at >= last) return setPlaying(false);
    const isSlow = matchMedia("(prefers-reduced-motion:reduce)").matches;
    const timer = setTimeout(
      () => {
        const next = days[at + 1]!;
        onDay(at + 1 === last ? null : next, true);
      },
      isSlow ? 3 * FRAME_MS : FRAME_MS,
    );
    return () => clearTimeout(timer);
  }, [isPlaying, at, last, days]);
  if (days.length < 2) return null;
  const play = () => {
    if (!isPlaying && at >= last) onDay(days[0]!, true);
    setPlaying(!isPlaying);
  };
  return (
    <div class="time">
      <button type="button" onClick={play}>
        {isPlaying ? "Pause" : "Play releases"}
      </button>
      <input
        type="range"
        aria-label="Models released by"
        aria-valuetext={asOf ?? "all models"}
        min={0}
        max={last}
        value={Math.max(0, at)}
        onInput={({ currentTarget }) => {
          const chosen = Number(currentTarget.value);
          onDay(chosen === last ? null : days[chosen]!, true);
        }}
        onChange={({ currentTarget }) => {
          const chosen = Number(currentTarget.value);
          onDay(chosen === last ? null : days[chosen]!);
        }}
      />
      <span class="muted">{asOf === null ? `all, up to ${days[last]}` : `released by ${asOf}`}</span>
    </div>
  );
}
