/** What is known of a model without its results. */
export interface ModelFacts {
  slug: string;
  name: string;
  developer: string | null;
  family: string | null;
  architecture: string | null;
  license: string | null;
  openWeights: boolean;
  releasedOn: string | null;
  activeParameters: number | null;
  totalParameters: number | null;
  contextLength: number | null;
}

/** A value of a metric in its unit, with its 95 % interval where there is one. */
export interface Figure {
  value: number;
  low: number | null;
  high: number | null;
  isEstimated: boolean;
  note: string | null;
}

/** A model in a mode, an operating point of one, or a run, with its results. */
export interface Candidate {
  /** Tells it from all others of the answer, and finds it again in another answer. */
  key: string;
  model: ModelFacts;
  mode: string;
  /** What tells it from other candidates of the same model: its mode, its operating point, the lab of its run. */
  settings: string[];
  /** By the names of the metrics. */
  figures: Record<string, Figure>;
  /** Whether the server says that it is on the frontier of what was asked. */
  isShown: boolean;
  isBetterThanChance: boolean | null;
  /** The share of the problems that it answered. */
  coverage: number | null;
  isPartial: boolean;
}

/** The short name of a candidate: that of its model without the developer, and what tells it from others. */
export function labelOf({ model, mode, settings }: Pick<Candidate, "model" | "mode" | "settings">): string {
  const shown = mode === "default" ? settings.slice(1) : settings;
  return [model.slug.slice(model.slug.indexOf("/") + 1), ...shown].join(" · ");
}
