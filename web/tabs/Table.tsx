import { useMemo, useState } from "preact/hooks";
import { modelPath } from "../address/paths.ts";
import { NothingShown } from "../frontier/NothingShown.tsx";
import { download } from "../share/download.ts";
import { writeCsv } from "./csv.ts";
import type { TabProps } from "./Tabs.tsx";
import { columnsOf, csvRows, sortedBy } from "./tableColumns.ts";

const PAGE = 200;

/** All candidates that the filters leave, as a table that can be sorted and taken away as CSV. */
export function Table({ question, facts, frontier, parameters, change }: TabProps) {
  const { picture, candidates, known } = frontier;
  const points = picture?.points ?? [];
  const first = useMemo(() => [question.y.name, question.x.name], [question]);
  const columns = useMemo(() => columnsOf(points, facts.metrics, first), [points, facts, first]);
  const sort = parameters.get("sort") ?? "";
  const isDown = sort.startsWith("-");
  const column = columns.find(({ name }) => name === sort.replace(/^-/, ""));
  const rows = useMemo(() => (column ? sortedBy(points, column, isDown) : points), [points, column, isDown]);
  const [shown, setShown] = useState(PAGE);
  if (points.length === 0) return <NothingShown {...{ question, candidates, parameters, change }} certainty={known} />;
  return (
    <>
      <p>
        {points.length} candidates, {points.filter(({ onFrontier }) => onFrontier).length} on the frontier.{" "}
        <button type="button" onClick={() => download("paretograph.csv", "text/csv", writeCsv(csvRows(rows, columns)))}>
          Download CSV
        </button>
      </p>
      {/* A region that scrolls must be reachable by the tab key. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <section class="scrolls" aria-label="Candidates" tabIndex={0}>
        <table>
          <thead>
            <tr>
              {columns.map(({ name, title, isNumber }) => (
                <th
                  key={name}
                  scope="col"
                  class={isNumber ? "number" : ""}
                  aria-sort={name !== column?.name ? "none" : isDown ? "descending" : "ascending"}
                >
                  <button
                    type="button"
                    onClick={() => change({ sort: name === column?.name && !isDown ? `-${name}` : name })}
                  >
                    {title} {name === column?.name && (isDown ? "↓" : "↑")}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((point) => (
              <tr key={point.candidate.key} class={point.onFrontier ? "on" : ""}>
                {columns.map(({ name, isNumber, write }, i) =>
                  i === 0 ? (
                    <th key={name} scope="row">
                      <a href={modelPath(point.model)}>{write(point)}</a>{" "}
                      <a class="muted" href={`?${detailsOf(parameters, point.candidate.key)}`}>
                        in the picture
                      </a>
                    </th>
                  ) : (
                    <td key={name} class={isNumber ? "number" : ""}>
                      {write(point)}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {shown < rows.length && (
        <button type="button" onClick={() => setShown(shown + 10 * PAGE)}>
          Show more ({rows.length - shown})
        </button>
      )}
    </>
  );
}

/** The address of the picture with the details of a candidate. */
function detailsOf(parameters: URLSearchParams, key: string): URLSearchParams {
  const next = new URLSearchParams(parameters);
  next.delete("tab");
  next.set("point", key);
  return next;
}
