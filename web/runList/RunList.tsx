import type { RunFilter } from "../../src/apiClient/schema.ts";
import { writeEstimate, writeNumber } from "../../src/drawing/writeValue.ts";
import type { Change } from "../address/history.ts";
import { benchmarkPath, labPath, modelPath, runPath } from "../address/paths.ts";
import { Failure } from "../parts/Failure.tsx";
import { fromStart, Pager, pageArguments } from "../parts/Pager.tsx";
import { Scrolls } from "../parts/Scrolls.tsx";
import { useAsked } from "../parts/useAsked.ts";
import { type ListedRun, readRuns } from "./readRuns.ts";

/** The figures that a list of runs shows and can be sorted by. */
const METRICS = [
  { name: "accuracy", title: "Accuracy" },
  { name: "flops", title: "Compute, FLOP/problem" },
  { name: "output_tokens", title: "Output tokens" },
  { name: "latency", title: "Latency, s" },
];
const SORTS = [...METRICS.map(({ name }) => name), "finishedAt"];
const LIST = "runs";
const PAGE = 20;

interface RunListProps {
  /** The runs that are listed. */
  where: RunFilter;
  /** What all of them have in common, which needs no column. */
  same: "model" | "benchmark" | "lab";
  parameters: URLSearchParams;
  change(change: Change): void;
}

/** Runs as a table that is sorted by any of its figures, a page at a time; order and page are in the address. */
export function RunList({ where, same, parameters, change }: RunListProps) {
  const wanted = parameters.get("sort") ?? "";
  const sort = SORTS.includes(wanted.replace(/^-/, "")) ? wanted : "-accuracy";
  const page = pageArguments(parameters, LIST, PAGE);
  const { value, error, isLoading, again } = useAsked(JSON.stringify([where, sort, page]), (signal) =>
    readRuns(where, sort, page, signal),
  );
  const heading = (name: string, title: string, isNumber: boolean) => {
    const isChosen = sort.replace(/^-/, "") === name;
    const isDown = sort.startsWith("-");
    return (
      <th
        key={name}
        scope="col"
        class={isNumber ? "number" : ""}
        aria-sort={!isChosen ? "none" : isDown ? "descending" : "ascending"}
      >
        <button
          type="button"
          onClick={() => change({ ...fromStart(LIST), sort: isChosen && isDown ? name : `-${name}` })}
        >
          {title} {isChosen && (isDown ? "↓" : "↑")}
        </button>
      </th>
    );
  };
  if (error) return <Failure error={error} again={again} />;
  if (!value) return isLoading ? <p aria-busy="true">Loading …</p> : null;
  if (value.totalCount === 0) return <p>There is no such run.</p>;
  return (
    <>
      <Scrolls label="Table of runs">
        <table>
          <thead>
            <tr>
              <th scope="col">Run</th>
              {same !== "model" && <th scope="col">Model</th>}
              {same !== "benchmark" && <th scope="col">Benchmark</th>}
              {same !== "lab" && <th scope="col">Lab</th>}
              {METRICS.map(({ name, title }) => heading(name, title, true))}
              <th scope="col" class="number">
                Cost, USD/problem
              </th>
              {heading("finishedAt", "Ended", false)}
            </tr>
          </thead>
          <tbody>
            {value.nodes.map((run) => (
              <tr key={run.id}>
                <th scope="row">
                  <a href={runPath(run.id)}>{run.mode}</a>
                  {run.status !== "SUCCEEDED" && <small>{run.status.toLowerCase()}</small>}
                  {run.servedAs && <small>{run.servedAs}</small>}
                </th>
                {same !== "model" && (
                  <td>
                    <a href={modelPath(run.model.slug)}>{run.model.name}</a>
                  </td>
                )}
                {same !== "benchmark" && (
                  <td>
                    <a href={benchmarkPath(run.benchmark.slug)}>{run.benchmark.name}</a>
                  </td>
                )}
                {same !== "lab" && (
                  <td>
                    <a href={labPath(run.lab.slug)}>{run.lab.name}</a>
                    {run.verified && <small>signed</small>}
                  </td>
                )}
                {METRICS.map(({ name }) => (
                  <td key={name} class="number">
                    {figureOf(run, name)}
                  </td>
                ))}
                <td class="number">{run.cost && `${run.cost.estimated ? "~" : ""}${writeNumber(run.cost.value)}`}</td>
                <td class="number">{run.finishedAt?.slice(0, 10) ?? ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolls>
      <Pager
        {...{ list: LIST, change }}
        page={value.pageInfo}
        shown={`${value.nodes.length} of ${value.totalCount.toLocaleString("en-US")} runs; ~ marks estimates`}
      />
    </>
  );
}

function figureOf({ measures }: ListedRun, name: string): string {
  const measure = measures.find(({ metric }) => metric.name === name);
  if (!measure) return "";
  const { value, low, high, metric, estimated } = measure;
  const isMain = name === "accuracy";
  return `${estimated ? "~" : ""}${writeEstimate(value, isMain ? (low ?? undefined) : undefined, high ?? undefined, metric.unit)}`;
}
