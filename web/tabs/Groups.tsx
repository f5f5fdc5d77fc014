import inputs from "virtual:inputs";
import type { ComparisonKey } from "../../src/apiClient/schema.ts";
import { inSentence, writePercent, writeValue } from "../../src/drawing/writeValue.ts";
import type { QueryFrontierArgs } from "../data/apiTypes.ts";
import { client } from "../data/client.ts";
import { fieldTitle } from "../filters/fieldTitle.ts";
import { Failure } from "../parts/Failure.tsx";
import { useAsked } from "../parts/useAsked.ts";
import type { TabProps } from "./Tabs.tsx";

/** Which group of candidates holds which part of the frontier, and what each reaches at equal cost. */
export function Groups({ question, parameters, change }: TabProps) {
  const by = inputs.groupings.find(({ name }) => name === parameters.get("by")) ?? inputs.groupings[0]!;
  const { minMembership: _, betterThanChance: __, dataVersion: ___, ...args } = question.args;
  const asked = useAsked(JSON.stringify([args, by.name]), (signal) =>
    readGroups(args, by.name as ComparisonKey, signal),
  );
  const { x, y } = question;
  const result = asked.isCurrent ? asked.value : null;
  const best = result?.groups.toSorted((a, b) => (b.frontierShare ?? 0) - (a.frontierShare ?? 0))[0];
  return (
    <>
      <label class="field" title={by.description}>
        <span>Group by</span>
        <select value={by.name} onChange={({ currentTarget }) => change({ by: currentTarget.value })}>
          {inputs.groupings.map(({ name }) => (
            <option key={name} value={name}>
              {fieldTitle(name)}
            </option>
          ))}
        </select>
      </label>
      {asked.error && <Failure error={asked.error} again={asked.again} />}
      {asked.isLoading && <p aria-busy="true">Loading …</p>}
      {result && result.groups.length === 0 && (
        <p>No candidate has a value of this key, so that there are no groups.</p>
      )}
      {result && best && (
        <>
          <p class="advice">
            {best.key} holds {writePercent(best.frontierShare ?? 0)} of the joint frontier. {result.candidateCount}{" "}
            candidates are in a group{result.ungrouped > 0 && `, and ${result.ungrouped} have no value of the key`}.
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
          <section class="scrolls" aria-label="Groups" tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">Group</th>
                  <th scope="col" class="number">
                    Candidates
                  </th>
                  <th scope="col" class="number">
                    Share of the frontier
                  </th>
                  <th scope="col" class="number">
                    Hypervolume
                  </th>
                  <th scope="col" class="number">
                    {y.title} beside all others at equal {inSentence(x.title)}
                  </th>
                </tr>
              </thead>
              <tbody>
                {result.groups.map((group) => (
                  <tr key={group.key}>
                    <th scope="row">{group.key}</th>
                    <td class="number">{group.candidateCount}</td>
                    <td class="number">{shareOf(group.frontierShare, group.frontierShareInterval)}</td>
                    <td class="number">{numberOf(group.hypervolume, group.hypervolumeInterval)}</td>
                    <td class="number">{gapOf(group.accuracyGapAtEqualCompute, y.unit)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <h3>Who holds which part</h3>
          <ul>
            {result.segments.map(({ key, fromCost, toCost, points }) => (
              <li key={`${key}|${fromCost}`}>
                {key}: {writeValue(fromCost, x.unit)} to {writeValue(toCost, x.unit)} ({points}{" "}
                {points === 1 ? "point" : "points"})
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

type Interval = { low: number; high: number } | null;

const shareOf = (value: number | null, interval: Interval) =>
  value === null
    ? ""
    : `${writePercent(value)}${interval ? ` (${writePercent(interval.low)} to ${writePercent(interval.high)})` : ""}`;
const numberOf = (value: number | null, interval: Interval) =>
  value === null
    ? ""
    : `${value.toFixed(3)}${interval ? ` (${interval.low.toFixed(3)} to ${interval.high.toFixed(3)})` : ""}`;

function gapOf(gap: { value: number; low: number | null; high: number | null } | null, unit: string): string {
  if (!gap) return "no range in common";
  if (unit !== "1") return writeValue(gap.value, unit);
  const points = (share: number) => (100 * share).toFixed(1);
  const interval = gap.low === null || gap.high === null ? "" : ` (${points(gap.low)} to ${points(gap.high)})`;
  return `${gap.value > 0 ? "+" : ""}${points(gap.value)} points${interval}`;
}

async function readGroups(args: Omit<QueryFrontierArgs, "minMembership">, by: ComparisonKey, signal: AbortSignal) {
  const interval = { low: true, high: true } as const;
  const { comparison } = await client.query(
    {
      comparison: [
        { ...args, by },
        {
          ...{ candidateCount: true, ungrouped: true },
          groups: {
            ...{ key: true, candidateCount: true, frontierShare: true, hypervolume: true },
            ...{ frontierShareInterval: interval, hypervolumeInterval: interval },
            accuracyGapAtEqualCompute: { value: true, low: true, high: true },
          },
          segments: { key: true, fromCost: true, toCost: true, points: true },
        },
      ],
    },
    { signal },
  );
  if (!comparison) throw new Error("The server gave no comparison.");
  return comparison;
}
