import type { FrontierPicture, PicturePoint } from "../../src/drawing/picture.ts";
import { inSentence } from "../../src/drawing/writeValue.ts";
import { paretoFrontier } from "../../src/frontier/dominance/dominance.ts";
import { hasPlace } from "../../src/frontier/objective.ts";
import { isReleasedBy, meets } from "../filters/modelFilters.ts";
import { type Candidate, labelOf } from "./candidate.ts";
import type { Question } from "./question.ts";
import type { Certainty } from "./readCertainty.ts";

/** A point of the page's picture with the candidate that it stands for. */
export interface PagePoint extends PicturePoint {
  candidate: Candidate;
}

export interface PagePicture extends FrontierPicture {
  points: PagePoint[];
}

/** The candidates that are left by the filters that the page applies itself. */
export function filteredBy({ args, isDecidedHere }: Question, candidates: readonly Candidate[]): Candidate[] {
  if (!isDecidedHere) return [...candidates];
  return candidates.filter(({ model }) => isReleasedBy(model, args.asOf) && meets(model, args.where ?? {}));
}

/**
 * Makes the picture of candidates: those on the frontier first, by x. Until the certainty of just this question has come, there
 * is neither a band nor a membership.
 */
export function pictureOf(
  question: Question,
  candidates: readonly Candidate[],
  certainty: Certainty | null,
  benchmarks: readonly string[],
  dataVersion: string,
): PagePicture {
  const { x, y, axes, isDecidedHere } = question;
  const placed = candidates.filter(({ figures }) =>
    axes.every((axis) => figures[axis.name] && hasPlace(axis, figures[axis.name]!.value)),
  );
  const best = isDecidedHere
    ? new Set(
        paretoFrontier(
          placed.map(({ figures }) => axes.map(({ name }) => figures[name]!.value)),
          axes.map(({ direction }) => direction),
        ),
      )
    : null;
  const points = placed.map((candidate, row): PagePoint => {
    const [across, up] = [candidate.figures[x.name]!, candidate.figures[y.name]!];
    return {
      candidate,
      model: candidate.model.slug,
      mode: candidate.settings.join(", "),
      label: labelOf(candidate),
      ...{ x: across.value, xLow: across.low ?? undefined, xHigh: across.high ?? undefined },
      ...{ y: up.value, yLow: up.low ?? undefined, yHigh: up.high ?? undefined },
      onFrontier: best ? best.has(row) : candidate.isShown,
      membership: certainty?.memberships.get(candidate.key) ?? null,
      corrected: certainty?.corrected.get(candidate.key) ?? null,
      marginalGain: null,
      estimated: across.isEstimated || up.isEstimated,
      ...(candidate.isBetterThanChance === false && { atChance: true }),
      release: candidate.model.releasedOn ?? undefined,
    };
  });
  points.sort((a, b) => Number(b.onFrontier) - Number(a.onFrontier) || a.x - b.x || a.y - b.y);
  const showsBand = certainty !== null && x.direction === "MINIMIZE" && y.direction === "MAXIMIZE" && axes.length === 2;
  return {
    title: `${y.title} against ${inSentence(x.title)} on ${benchmarks.join(" and ")}${servedOn(question)}`,
    ...{ x, y, points, dataVersion, sources: [] },
    knee: points.find(({ candidate }) => candidate.key === certainty?.knee) ?? null,
    ...(showsBand && { band: certainty.band }),
  };
}

const servedOn = ({ args: { on } }: Question) =>
  on ? `, served on ${(on.count ?? 1) > 1 ? `${on.count} × ` : ""}${on.hardware}` : "";
