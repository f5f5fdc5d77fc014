import { writeEstimate, writePercent, writeValue } from "../../src/drawing/writeValue.ts";
import { client } from "../data/client.ts";
import type { PagePicture, PagePoint } from "../data/pagePicture.ts";
import type { MetricFacts } from "../data/startFacts.ts";
import { Failure } from "../parts/Failure.tsx";
import { useAsked } from "../parts/useAsked.ts";

interface DetailsProps {
  point: PagePoint;
  picture: PagePicture;
  metrics: readonly MetricFacts[];
  benchmarks: readonly string[];
  close(): void;
}

/** All that is known of a candidate: its model, its measures with intervals, and the runs that they come from. */
export function Details({ point, metrics, benchmarks, close }: DetailsProps) {
  const { candidate, membership } = point;
  const { model, figures } = candidate;
  const asked = useAsked(`${model.slug}|${candidate.mode}|${benchmarks.join()}`, (signal) =>
    readRuns(model.slug, candidate.mode, benchmarks, signal),
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
        {model.name} {point.mode !== "default" && <small>{point.mode}</small>}
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
        {asked.value?.map(({ id, lab, benchmark, sourceUrl, license, sampleCount, grader, servedAs }) => (
          <li key={id}>
            {benchmark.name}, {lab.name}
            {sampleCount === null ? "" : `, ${sampleCount.toLocaleString("en-US")} answers`}
            {servedAs ? `, served by ${servedAs}` : ""}
            {grader ? `, graded by ${grader}` : ""}
            {license ? `, ${license}` : ""}
            {sourceUrl && /^https?:/.test(sourceUrl) && (
              <>
                {" "}
                <a href={sourceUrl} rel="noreferrer">
                  source
                </a>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

async function readRuns(model: string, mode: string, benchmark: readonly string[], signal: AbortSignal) {
  const { runs } = await client.query(
    {
      runs: [
        { first: 20, where: { model: [model], mode: [mode], benchmark: [...benchmark] } },
        {
          nodes: {
            ...{ id: true, sourceUrl: true, license: true, sampleCount: true, grader: true, servedAs: true },
            lab: { name: true },
            benchmark: { name: true },
          },
        },
      ],
    },
    { signal },
  );
  return runs.nodes;
}
