import { readFrontier } from "../analysis/frontier.ts";
import type { Frontier, FrontierPoint } from "../analysis/frontierPoint.ts";
import { loadingWarnings, precisionWarnings } from "../analysis/frontierWarnings.ts";
import type { FrontierRequest } from "../analysis/request/frontierRequest.ts";
import type { Catalogue } from "../store/catalogue.ts";
import type { Measures } from "../store/measures.ts";
import { readRuns } from "../store/reading/rowsByKey.ts";
import type { Store } from "../store/store.ts";
import { noteOn, noteOnMeans, sourcesIn, titleOf } from "./captions.ts";
import {
  ANSWER_SHARES,
  type AnswerShare,
  type FrontierPicture,
  type PictureAxis,
  type PicturePoint,
} from "./picture.ts";
import { columnsOf } from "./pictureColumns.ts";
import { namesOf } from "./pointNames.ts";

/** With more dominated points the picture would be a grey cloud and a file of many megabytes. */
const MOST_DOMINATED = 1_000;

/**
 * Reads the content of a picture of a frontier. The x axis is the first minimised objective and the y axis the first
 * maximised one. If there is none of a kind, another objective takes its axis. Throws a `RequestError` if there is only
 * one objective.
 */
export async function readPicture(store: Store, request: FrontierRequest): Promise<FrontierPicture> {
  const columns = columnsOf(request);
  const catalogue = await store.catalogue();
  const frontier = await readFrontier(store, request);
  const dominated = await frontier.dominated();
  const drawn = [...frontier.points, ...dominated.slice(0, MOST_DOMINATED)];
  const labOf = request.grain === "RUN" ? await labsOfRuns(store, drawn, catalogue) : () => undefined;
  const points = await Promise.all(drawn.map((point) => pointOf(point, columns, catalogue, labOf(point))));
  const [x, y] = columns.map((column) => axisOf(frontier, column, catalogue)) as [PictureAxis, PictureAxis];
  const sentences = [
    ...loadingWarnings(store).map(({ message }) => message),
    ...precisionWarnings(frontier.points).map(({ message }) => message),
    ...noteOnMeans(await frontier.sampledCount(), frontier.candidateCount),
    ...[
      noteOn(frontier, await frontier.leftOut(), request, catalogue, columns, dominated.length - MOST_DOMINATED) ?? [],
    ].flat(),
  ];
  return {
    title: titleOf(x, y, request, catalogue),
    x,
    y,
    points,
    ...(x.direction === "MINIMIZE" && y.direction === "MAXIMIZE" && { band: await frontier.band() }),
    knee: points[frontier.points.indexOf(frontier.knee!)] ?? null,
    sources: sourcesIn(await frontier.sources(), catalogue),
    dataVersion: frontier.dataVersion,
    note: sentences.length > 0 ? sentences.join(" ") : undefined,
  };
}

function axisOf({ objectives }: Frontier, column: number, { metrics }: Catalogue): PictureAxis {
  const { metric, direction, scale } = objectives[column]!;
  const { name, title, unit } = metrics.find(metric)!;
  return { name, title, unit, scale, direction };
}

async function pointOf(
  point: FrontierPoint,
  [x, y]: [number, number],
  catalogue: Catalogue,
  lab: string | undefined,
): Promise<PicturePoint> {
  const { objectives } = point.frontier;
  const measures = await point.frontier.measuresOf(point);
  const { probability, corrected } = await point.frontier.membershipOf(point);
  const [across, up] = [measures[objectives[x]!.metric], measures[objectives[y]!.metric]];
  return {
    ...namesOf(point, catalogue, lab),
    x: point.values[x]!,
    y: point.values[y]!,
    ...{ xLow: across?.low, xHigh: across?.high, yLow: up?.low, yHigh: up?.high },
    onFrontier: point.frontier.points.includes(point),
    membership: probability,
    corrected,
    marginalGain: point.marginalGain,
    shares: sharesIn(measures),
    estimated: (across?.estimated ?? false) || (up?.estimated ?? false),
    ...(point.servedAs && { servedAs: point.servedAs }),
    ...((await point.frontier.isBetterThanChance(point)) === false && { atChance: true }),
    release: catalogue.models.byId.get(point.modelId)?.releasedOn ?? undefined,
  };
}

function sharesIn(measures: Measures): PicturePoint["shares"] {
  const names = Object.keys(ANSWER_SHARES) as AnswerShare[];
  return Object.fromEntries(names.flatMap((name) => (measures[name] ? [[name, measures[name].value]] : [])));
}

/** Finds the lab of each run: a model in a mode may be on a frontier of runs more than once. */
async function labsOfRuns(store: Store, points: FrontierPoint[], { labs }: Catalogue) {
  const runs = await readRuns(
    store,
    points.map(({ runId }) => runId!),
  );
  const byPoint = new Map(points.map((point, i) => [point, runs[i]]));
  return (point: FrontierPoint) => labs.byId.get(byPoint.get(point)?.labId ?? -1)?.slug;
}
