import { axisTitle, inSentence, writeBare, writeNumber } from "../../src/drawing/writeValue.ts";
import { LinePlot } from "../chart/LinePlot.tsx";
import { client } from "../data/client.ts";
import type { Question } from "../data/question.ts";
import { Failure } from "../parts/Failure.tsx";
import { useAsked } from "../parts/useAsked.ts";
import type { TabProps } from "./Tabs.tsx";

/** How the frontier moved over the release dates of the models: its days, and what a budget reached. */
export function Trajectory({ question, frontier, parameters, change }: TabProps) {
  const { x, y } = question;
  const points = frontier.picture?.points ?? [];
  const costs = points.map((point) => point.x).sort((a, b) => a - b);
  const budget = Number(parameters.get("budget") ?? Number.NaN) || costs[Math.floor(costs.length / 2)] || 1;
  const {
    asOf: _,
    grain: __,
    on: ___,
    minMembership: ____,
    betterThanChance: _____,
    dataVersion: ______,
    ...args
  } = question.args;
  const isEfficiency =
    question.axes
      .map(({ name }) => name)
      .sort()
      .join() === "accuracy,flops";
  const asked = useAsked(
    JSON.stringify([args, budget]),
    (signal) => readTrajectory(args, budget, isEfficiency, signal),
    150,
  );
  const result = asked.value;
  if (asked.error) return <Failure error={asked.error} again={asked.again} />;
  if (!result) return <p aria-busy="true">Loading …</p>;
  const { steps, undated, reachable, efficiency, gainPerTenfold } = result;
  if (steps.length === 0)
    return <p>No candidate of this frontier has a release date, so that there is nothing to follow over time.</p>;
  const records: [number, number][] = reachable?.records.map(({ date, value }) => [yearOf(date), value]) ?? [];
  const slope = reachable?.trend?.slope;
  return (
    <>
      <p class="advice">
        The frontier changed on {steps.length} days. The last was {steps.at(-1)!.date}.
        {slope !== undefined &&
          records.length > 2 &&
          ` Within ${writeNumber(budget)} ${x.unit}, the best ${inSentence(y.title)} rose by ${y.unit === "1" ? `${(100 * slope).toFixed(1)} points` : writeNumber(slope)} a year.`}
        {gainPerTenfold &&
          y.unit === "1" &&
          ` Along the last frontier ten times the ${inSentence(x.title)} brings ${(100 * gainPerTenfold.slope).toFixed(1)} points.`}
        {undated > 0 && ` ${undated} candidates without a release date are left out.`}
      </p>
      <label class="field">
        <span>Budget, {axisTitle(x)}</span>
        <input
          type="number"
          step="any"
          value={Number(budget.toPrecision(3))}
          onChange={({ currentTarget }) => change({ budget: currentTarget.value })}
        />
      </label>
      {records.length > 0 ? (
        <LinePlot
          title={`The best ${inSentence(y.title)} within the budget over release dates`}
          lines={[{ name: "best within the budget", points: records, kind: "steps" }]}
          x={YEARS}
          y={{ title: y.title, isLog: y.scale === "log", write: (value) => writeBare(value, y.unit) }}
        />
      ) : (
        <p>No candidate is within this budget.</p>
      )}
      {efficiency && efficiency.points.length > 1 && (
        <>
          <h3>Efficiency over time{efficiency.trend ? `: ${signed(efficiency.trend.slope)} a year` : ""}</h3>
          <LinePlot
            title="The efficiency of every candidate over release dates"
            lines={[
              {
                name: "S_eff",
                points: efficiency.points.map(({ date, value }) => [yearOf(date), value]),
                kind: "dots",
              },
            ]}
            x={YEARS}
            y={{ title: "S_eff", isLog: false, write: writeNumber }}
          />
        </>
      )}
      <h3>Days on which the frontier changed</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">New on the frontier</th>
            <th scope="col" class="number">
              Hypervolume
            </th>
            <th scope="col" class="number">
              Candidates
            </th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ date, entered, hypervolume, candidateCount }) => (
            <tr key={date}>
              <th scope="row">{date}</th>
              <td>
                {entered
                  .map(({ model, mode }) => (mode === "default" ? model.name : `${model.name} (${mode})`))
                  .join(", ")}
              </td>
              <td class="number">{hypervolume.toFixed(3)}</td>
              <td class="number">{candidateCount}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const YEARS = { title: "release", isLog: false, write: (year: number) => yearText(year) };

/** A tick within a year is written with its month. */
function yearText(value: number): string {
  const [year, month] = [Math.floor(value + 1e-6), Math.round((value % 1) * 12)];
  return month === 0 || month === 12
    ? String(month === 12 ? year + 1 : year)
    : `${year}-${String(month + 1).padStart(2, "0")}`;
}

/** The time of a day in years, as 2025.5. */
function yearOf(day: string): number {
  const year = Number(day.slice(0, 4));
  const [start, end] = [Date.UTC(year, 0), Date.UTC(year + 1, 0)];
  return year + (Date.parse(day) - start) / (end - start);
}

const signed = (value: number) => `${value > 0 ? "+" : ""}${writeNumber(value)}`;

type TrajectoryArguments = Pick<Question["args"], "where" | "objectives" | "constraints">;

async function readTrajectory(args: TrajectoryArguments, budget: number, hasEfficiency: boolean, signal: AbortSignal) {
  const { trajectory } = await client.query(
    {
      trajectory: [
        args,
        {
          steps: {
            date: true,
            hypervolume: true,
            candidateCount: true,
            entered: { mode: true, model: { name: true } },
          },
          reachable: [{ budget }, { records: { date: true, value: true }, trend: { slope: true } }],
          gainPerTenfold: { slope: true },
          undated: true,
        },
      ],
    },
    { signal },
  );
  if (!trajectory) throw new Error("The server gave no trajectory.");
  return { ...trajectory, efficiency: hasEfficiency ? await readEfficiency(args, signal) : null };
}

/** The efficiency is defined for accuracy and compute alone. */
async function readEfficiency(args: TrajectoryArguments, signal: AbortSignal) {
  const efficiency = { points: { date: true, value: true }, trend: { slope: true } } as const;
  const { trajectory } = await client.query({ trajectory: [args, { efficiency }] }, { signal });
  return trajectory?.efficiency ?? null;
}
