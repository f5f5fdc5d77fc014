import type { PictureAxis } from "../../src/drawing/picture.ts";
import type { Candidate, ModelFacts } from "../../web/data/candidate.ts";
import type { PagePicture, PagePoint } from "../../web/data/pagePicture.ts";

export const X: PictureAxis = {
  name: "flops",
  title: "Compute",
  unit: "FLOP/problem",
  scale: "log",
  direction: "MINIMIZE",
};
export const Y: PictureAxis = {
  name: "accuracy",
  title: "Accuracy",
  unit: "1",
  scale: "linear",
  direction: "MAXIMIZE",
};

export function modelFacts(facts: Partial<ModelFacts> = {}): ModelFacts {
  return {
    ...{ slug: "acme/any", name: "Any", developer: "Acme", family: "Any", architecture: "DENSE", license: "MIT" },
    ...{
      openWeights: true,
      releasedOn: "2025-01-01",
      activeParameters: 1e9,
      totalParameters: 1e9,
      contextLength: 4096,
    },
    ...facts,
  };
}

export function candidate(slug: string, flops: number, accuracy: number, facts: Partial<ModelFacts> = {}): Candidate {
  const figure = (value: number) => ({ value, low: null, high: null, isEstimated: false, note: null });
  return {
    ...{
      key: `${slug}|default`,
      model: modelFacts({ slug, name: slug, ...facts }),
      mode: "default",
      settings: ["default"],
    },
    figures: { flops: figure(flops), accuracy: figure(accuracy) },
    ...{ isShown: false, isBetterThanChance: true, coverage: 1, isPartial: false },
  };
}

export function point(from: Candidate, onFrontier: boolean, more: Partial<PagePoint> = {}): PagePoint {
  return {
    ...{ candidate: from, model: from.model.slug, mode: from.mode, label: from.model.slug.replace(/^.*\//, "") },
    ...{ x: from.figures.flops!.value, y: from.figures.accuracy!.value, onFrontier, membership: null },
    ...{ marginalGain: null, estimated: false, ...more },
  };
}

export const pictureWith = (points: PagePoint[]): PagePicture => ({
  ...{ title: "Accuracy against compute on Sums", x: X, y: Y, points, knee: null, sources: [], dataVersion: "v" },
});
