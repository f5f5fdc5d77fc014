import { writeEstimate } from "../../src/drawing/writeValue.ts";
import { Scrolls } from "../parts/Scrolls.tsx";
import type { ShownRun } from "./readRun.ts";

/** All measures of a run with their 95 % intervals, estimates marked. */
export function RunMeasures({ measures }: Pick<ShownRun, "measures">) {
  return (
    <section aria-label="Measures">
      <h3>Measures</h3>
      {measures.length === 0 ? (
        <p class="muted">There is none yet.</p>
      ) : (
        <Scrolls label="Table of measures">
          <table>
            <thead>
              <tr>
                <th scope="col">Measure</th>
                <th scope="col" class="number">
                  Value, 95 % interval
                </th>
                <th scope="col" class="number">
                  Answers
                </th>
              </tr>
            </thead>
            <tbody>
              {measures.map(({ metric: { name, title, unit }, value, low, high, estimated, note, count }) => (
                <tr key={name}>
                  <th scope="row">
                    {title}
                    {(estimated || note) && <small>{estimated ? `Estimated. ${note ?? ""}` : note}</small>}
                  </th>
                  <td class="number">
                    {writeEstimate(value, low ?? undefined, high ?? undefined, unit)} {unit === "1" ? "" : unit}
                  </td>
                  <td class="number">{count?.toLocaleString("en-US") ?? ""}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolls>
      )}
    </section>
  );
}
