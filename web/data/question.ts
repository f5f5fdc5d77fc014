import { columnsBy, type PictureAxis } from "../../src/drawing/picture.ts";
import { AddressError } from "../address/frontierArguments.ts";
import { isModelField } from "../filters/modelFilters.ts";
import type { ObjectiveInput, QueryFrontierArgs, RunFilter } from "./apiTypes.ts";
import type { MetricFacts } from "./startFacts.ts";

/** What the page asks for. */
export interface Question {
  /** The arguments in full. */
  args: QueryFrontierArgs;
  /** The same without what the page does itself: the candidates of this are loaded once, and then filtered here. */
  loaded: QueryFrontierArgs;
  /** Whether the page decides which candidates are on the frontier. Otherwise the server does. */
  isDecidedHere: boolean;
  axes: PictureAxis[];
  x: PictureAxis;
  y: PictureAxis;
}

const USUAL_OBJECTIVES: ObjectiveInput[] = [{ metric: "accuracy" }, { metric: "flops" }];

/**
 * Splits the arguments of a frontier into what the server answers and what the page does itself, and names its axes.
 *
 * @throws AddressError for a metric that there is not, and for fewer than two.
 */
export function questionOf(args: QueryFrontierArgs, metrics: readonly MetricFacts[]): Question {
  const objectives = args.objectives ?? USUAL_OBJECTIVES;
  const axes = objectives.map(({ metric, direction, scale }): PictureAxis => {
    const facts = metrics.find(({ name }) => name === metric);
    if (!facts) throw new AddressError(`objective: there is no metric "${metric}".`);
    const usual = scale == null ? facts.scale : scale === "LOG" ? "log" : "linear";
    return { ...facts, direction: direction ?? facts.direction, scale: usual };
  });
  if (axes.length < 2) throw new AddressError("objective: a picture has two axes, so name two metrics.");
  const [x, y] = columnsBy(axes.map(({ direction }) => direction));
  const isDecidedHere = args.minMembership == null && !objectives.some(({ epsilon }) => epsilon != null);
  const { asOf: _, where, ...rest } = args;
  const loaded = isDecidedHere ? { ...rest, where: withoutModelFields(where ?? {}) } : args;
  return { args, loaded, isDecidedHere, axes, x: axes[x]!, y: axes[y]! };
}

const withoutModelFields = (where: RunFilter): RunFilter =>
  Object.fromEntries(Object.entries(where).filter(([name]) => !isModelField(name)));
