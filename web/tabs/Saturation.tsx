import { writeBare, writeNumber, writePercent } from "../../src/drawing/writeValue.ts";
import { LinePlot } from "../chart/LinePlot.tsx";
import { client } from "../data/client.ts";
import { isModelField } from "../filters/modelFilters.ts";
import { Failure } from "../parts/Failure.tsx";
import { useAsked } from "../parts/useAsked.ts";
import type { TabProps } from "./Tabs.tsx";

const METRICS = ["output_tokens", "flops"];
const USUAL_GAIN = 0.01;

/** Where more compute stops paying on a benchmark: the accuracy within a budget, and the budget beyond which it hardly rises. */
export function Saturation({ question, facts, parameters, change }: TabProps) {
  const [benchmark = ""] = question.args.where?.benchmark ?? [];
  const metric = METRICS.find((name) => name === question.x.name) ?? METRICS[0]!;
  const gain = Number(parameters.get("gain") ?? USUAL_GAIN) || USUAL_GAIN;
  const { benchmark: _, ...where } = question.args.where ?? {};
  const asked = useAsked(JSON.stringify([benchmark, metric, gain, where]), (signal) =>
    readSaturation(benchmark, { metric, gain, where }, signal),
  );
  const { title, unit } = facts.metrics.find(({ name }) => name === metric)!;
  const name = facts.benchmarks.find(({ slug }) => slug === benchmark)?.name ?? benchmark;
  const result = asked.isCurrent ? asked.value : null;
  const control = (
    <label class="field">
      <span>Worth it above</span>
      <select value={String(gain)} onChange={({ currentTarget }) => change({ gain: currentTarget.value })}>
        {[0.005, 0.01, 0.02, 0.05].map((value) => (
          <option key={value} value={String(value)}>
            {100 * value} {value === 0.01 ? "point" : "points"} for ten times the budget
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <>
      {control}
      {asked.error && <Failure error={asked.error} again={asked.again} />}
      {asked.isLoading && <p aria-busy="true">Loading …</p>}
      {result === "none" && (
        <p>
          There are too few samples of {name} to say where more compute stops paying: it needs graded answers with their{" "}
          {title.toLowerCase()}.
          {Object.keys(where).some(isModelField) && " Fewer filters of models leave more of them."}
        </p>
      )}
      {result && result !== "none" && (
        <>
          <p class="advice">
            On {name}, beyond {writeNumber(result.budget)} {unit}
            {result.budgetInterval &&
              ` (${writeNumber(result.budgetInterval.low)} to ${writeNumber(result.budgetInterval.high)})`}{" "}
            ten times the budget adds less than {100 * result.gain} {result.gain === 0.01 ? "point" : "points"}. The
            accuracy there is {writeBare(result.accuracy, "1")}, and it tends to {writeBare(result.asymptote, "1")}.{" "}
            {result.position === "BEYOND" && "This lies beyond all budgets in the data and is extrapolated. "}
            {result.position === "BELOW" && "It lies below all budgets in the data. "}
            {result.reachedShare !== null &&
              `The data go beyond it in ${writePercent(result.reachedShare)} of resamples. `}
            {result.modelCount} models in a mode are pooled.
          </p>
          <LinePlot
            title={`Accuracy within a budget of ${title.toLowerCase()}`}
            lines={[
              {
                name: "accuracy",
                points: result.points.map(({ budget, accuracy }) => [budget, accuracy]),
                kind: "steps",
              },
            ]}
            x={{ title: `${title}, ${unit}`, isLog: true, write: writeNumber }}
            y={{ title: "Accuracy", isLog: false, write: (value) => `${Math.round(100 * value)} %` }}
            mark={{ at: result.budget, text: writeNumber(result.budget) }}
          />
        </>
      )}
    </>
  );
}

async function readSaturation(
  slug: string,
  asked: { metric: string; gain: number; where: object },
  signal: AbortSignal,
) {
  const { benchmark } = await client.query(
    {
      benchmark: [
        { slug },
        {
          saturation: [
            asked,
            {
              ...{ budget: true, accuracy: true, asymptote: true, gain: true, position: true, modelCount: true },
              ...{ reachedShare: true, budgetInterval: { low: true, high: true } },
              points: { budget: true, accuracy: true },
            },
          ],
        },
      ],
    },
    { signal },
  );
  return benchmark?.saturation ?? ("none" as const);
}
