import { writeEstimate, writePercent, writeValue } from "../../src/drawing/writeValue.ts";
import { benchmarkPath, labPath, modelPath, runPath } from "../address/paths.ts";
import type { RunFilter } from "../data/apiTypes.ts";
import type { PagePicture, PagePoint } from "../data/pagePicture.ts";
import { PROVENANCES } from "../data/provenances.ts";
import { readRunsOf } from "../data/readRunsOf.ts";
import type { MetricFacts } from "../data/startFacts.ts";
import { Failure } from "../parts/Failure.tsx";
import { Outside } from "../parts/Outside.tsx";
import { useAsked } from "../parts/useAsked.ts";

interface DetailsProps {
  point: PagePoint;
  picture: PagePicture;
  metrics: readonly MetricFacts[];
  /** The filter by which the candidates were chosen. */
  where: RunFilter;
  close(): void;
}

/** All that is known of a candidate: its model, its measures with intervals, and the runs that they come from. */
export function Details({ point, metrics, where, close }: DetailsProps) {
  const { candidate, membership } = point;
  const { model, figures } = candidate;
  const asked = useAsked(`${model.slug}|${candidate.mode}|${JSON.stringify(where)}`, (signal) =>
    readRunsOf(candidate, where, signal),
  );
  const size = [
    ...(model.totalParameters === null ? [] : [`${writeValue(model.totalParameters, "parameters")}`]),
    ...(model.activeParameters === null || model.activeParameters === model.totalParameters
      ? []
      : [`of which ${writeValue(model.activeParameters, "active")}`]),
  ].join(", ");
  const facts = [model.developer, model.family, model.architecture, size, model.license, model.releasedOn].filter(
    Boolean,
  );
  return (
    <section class="details" aria-label={`Details of ${model.name}`}>
      <h2>
        <a href={modelPath(model.slug)}>{model.name}</a> {point.mode !== "default" && <small>{point.mode}</small>}
        <button type="button" class="close" aria-label="Close the details" onClick={close}>
          ×
        </button>
      </h2>
      <p>{facts.join(" · ")}</p>
      <p>
        {point.onFrontier ? "On the frontier" : "Dominated"}
        {membership === null
          ? "; no samples say how sure that is."
          : `; on the frontier in ${writePercent(membership)} of resamples.`}
        {point.atChance && " Its accuracy is not better than guessing."}
        {candidate.isPartial && " It answered only a part of the problems."}
      </p>
      <table>
        <caption class="hidden">Measures</caption>
        <tbody>
          {metrics.flatMap(({ name, title, unit }) => {
            const figure = figures[name];
            if (!figure) return [];
            const { value, low, high, isEstimated, note } = figure;
            return [
              <tr key={name}>
                <th scope="row">
                  {title}
                  {(isEstimated || note) && <small>{isEstimated ? `Estimated. ${note ?? ""}` : note}</small>}
                </th>
                <td class="number">
                  {writeEstimate(value, low ?? undefined, high ?? undefined, unit)} {unit === "1" ? "" : unit}
                </td>
              </tr>,
            ];
          })}
        </tbody>
      </table>
      <h3>Runs</h3>
      {asked.error && <Failure error={asked.error} again={asked.again} />}
      {asked.isLoading && <p aria-busy="true">Loading …</p>}
      <ul>
        {asked.value?.map(({ id, lab, benchmark, sourceUrl, license, sampleCount, grader, servedAs, provenance }) => (
          <li key={id}>
            <a href={runPath(id)}>Run</a> on <a href={benchmarkPath(benchmark.slug)}>{benchmark.name}</a> by{" "}
            <a href={labPath(lab.slug)}>{lab.name}</a>, {PROVENANCES[provenance]}
            {sampleCount === null ? "" : `, ${sampleCount.toLocaleString("en-US")} answers`}
            {servedAs ? `, served by ${servedAs}` : ""}
            {grader ? `, graded by ${grader}` : ""}
            {license ? `, ${license}` : ""}
            {sourceUrl && (
              <>
                , <Outside address={sourceUrl} />
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
