import { writeBare, writeEstimate } from "../../src/drawing/writeValue.ts";
import { benchmarkPath, modelPath } from "../address/paths.ts";
import { labelOf } from "../data/candidate.ts";
import { client } from "../data/client.ts";
import { Failure } from "../parts/Failure.tsx";
import { useAsked } from "../parts/useAsked.ts";
import type { TabProps } from "./Tabs.tsx";

/** Compares two models on the problems that both answered, with the problems on which they differ. */
export function Compare({ question, facts, frontier, parameters, change }: TabProps) {
  const benchmarks = question.args.where?.benchmark ?? [];
  const benchmark = benchmarks[0]!;
  const where = Object.fromEntries(
    Object.entries(question.loaded.where ?? {}).filter(([name]) => !["benchmark", "model", "mode"].includes(name)),
  );
  const sampled = useAsked(JSON.stringify([benchmark, where]), (signal) => readSampled(benchmark, where, signal));
  const options = new Map<string, string>(
    (frontier.picture?.points ?? [])
      .map(({ candidate }) => [`${candidate.model.slug}|${candidate.mode}`, candidate] as const)
      .filter(([key]) => sampled.value?.has(key))
      .map(([key, candidate]): [string, string] => [key, labelOf({ ...candidate, settings: [candidate.mode] })]),
  );
  // Neighbours at the better end of the frontier are those between which one chooses.
  const [second, first] = [...options.keys()]
    .slice(0, frontier.picture?.points.filter(({ onFrontier }) => onFrontier).length)
    .slice(-2);
  const a = parameters.get("a") ?? first ?? "";
  const b = parameters.get("b") ?? second ?? "";
  const isUsable = a !== "" && b !== "" && a !== b;
  const asked = useAsked(isUsable ? JSON.stringify([a, b, benchmark, where]) : null, (signal) =>
    readComparison(a, b, benchmark, where, signal),
  );
  const choose = (name: "a" | "b", value: string) => (
    <label class="field">
      <span>{name === "a" ? "First" : "Second"}</span>
      <select value={value} onChange={({ currentTarget }) => change({ a, b, [name]: currentTarget.value })}>
        {!options.has(value) && <option value={value}>{value.replace("|", " · ")}</option>}
        {[...options].map(([key, label]) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
  const result = asked.isCurrent ? asked.value : null;
  return (
    <>
      <div class="row">
        {choose("a", a)}
        {choose("b", b)}
      </div>
      {benchmarks.length > 1 && (
        <p class="muted">
          Compared on {facts.benchmarks.find(({ slug }) => slug === benchmark)?.name}, the first benchmark.
        </p>
      )}
      {sampled.value && options.size < 2 && (
        <p>
          Of {options.size === 0 ? "none" : "only one"} of these candidates the answers are stored one by one. A
          comparison needs those of two.
        </p>
      )}
      {!isUsable && options.size >= 2 && <p>Choose two candidates that differ.</p>}
      {asked.error && <Failure error={asked.error} again={asked.again} />}
      {isUsable && asked.isLoading && <p aria-busy="true">Loading …</p>}
      {result === "none" && (
        <p>These two can't be compared: a paired comparison needs answers of both to the same problems, one by one.</p>
      )}
      {result && result !== "none" && <Compared result={result} names={[options.get(a) ?? a, options.get(b) ?? b]} />}
      {isUsable && (
        <p>
          {[a, b].map((side, i) => (
            <span key={side}>
              {i > 0 && " · "}
              <a href={modelPath(side.split("|")[0]!)}>{options.get(side) ?? side.replace("|", " · ")}</a>
            </span>
          ))}{" "}
          · <a href={benchmarkPath(benchmark)}>{benchmark}</a>
        </p>
      )}
    </>
  );
}

function Compared({ result, names: [a, b] }: { result: Comparison; names: [string, string] }) {
  const { accuracy, costs, mcnemar, problemCount, differing, warnings } = result;
  const better = { A: a, B: b, TIED: null }[accuracy.verdict];
  return (
    <>
      <p class="advice">
        {better === null ? `The data can't tell the accuracy of ${a} and ${b} apart` : `${better} is more accurate`}:{" "}
        {writeBare(accuracy.a, "1")} against {writeBare(accuracy.b, "1")} on the {problemCount} problems that both
        answered, a difference of {difference(accuracy.difference, "1")}. They differ on {mcnemar.onlyA + mcnemar.onlyB}
        : {mcnemar.onlyA} for the first and {mcnemar.onlyB} for the second (McNemar p{" "}
        {mcnemar.pValue < 0.001 ? "below 0.001" : mcnemar.pValue.toFixed(3)}
        ).
      </p>
      {warnings.map(({ code, message }) => (
        <p key={code} class="warning">
          {message}
        </p>
      ))}
      <table>
        <thead>
          <tr>
            <th scope="col">Measure</th>
            <th scope="col" class="number">
              {a}
            </th>
            <th scope="col" class="number">
              {b}
            </th>
            <th scope="col" class="number">
              Difference
            </th>
            <th scope="col">Better</th>
          </tr>
        </thead>
        <tbody>
          {[accuracy, ...costs].map(({ metric, verdict: side, note, ...row }) => (
            <tr key={metric.name}>
              <th scope="row" title={note ?? undefined}>
                {metric.title}
                {metric.unit === "1" ? "" : `, ${metric.unit}`}
              </th>
              <td class="number">{writeBare(row.a, metric.unit)}</td>
              <td class="number">{writeBare(row.b, metric.unit)}</td>
              <td class="number">{difference(row.difference, metric.unit)}</td>
              <td>{{ A: a, B: b, TIED: "can't be told" }[side]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>Problems on which they differ</h3>
      {differing.nodes.length === 0 ? (
        <p>There is none.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Problem</th>
              <th scope="col" class="number">
                {a}
              </th>
              <th scope="col" class="number">
                {b}
              </th>
            </tr>
          </thead>
          <tbody>
            {differing.nodes.map((problem) => (
              <tr key={problem.problemId}>
                <th scope="row">{problem.problemId}</th>
                <td class="number">{writeBare(problem.a, "1")}</td>
                <td class="number">{writeBare(problem.b, "1")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {differing.pageInfo.hasNextPage && <p class="muted">The first {differing.nodes.length} are shown.</p>}
    </>
  );
}

/** A difference with its interval. That of shares is in points. */
function difference(
  { value, low, high }: { value: number; low: number | null; high: number | null },
  unit: string,
): string {
  if (unit !== "1") return writeEstimate(value, low ?? undefined, high ?? undefined, unit);
  const points = (share: number) => (100 * share).toFixed(1);
  return `${points(value)} points${low === null || high === null ? "" : ` (${points(low)} to ${points(high)})`}`;
}

type Comparison = Exclude<Awaited<ReturnType<typeof readComparison>>, "none">;

const MOST_PAGES = 10;

/** The models in a mode of whose answers to a benchmark some are stored one by one, as `model|mode`. */
async function readSampled(benchmark: string, where: object, signal: AbortSignal): Promise<Set<string>> {
  const keys = new Set<string>();
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { runs } = await client.query(
      {
        runs: [
          { first: 100, after, where: { ...where, benchmark: [benchmark] } },
          {
            nodes: { mode: true, sampleCount: true, model: { slug: true } },
            pageInfo: { hasNextPage: true, endCursor: true },
          },
        ],
      },
      { signal },
    );
    for (const { model, mode, sampleCount } of runs.nodes) if (sampleCount) keys.add(`${model.slug}|${mode}`);
    if (!runs.pageInfo.hasNextPage) break;
    after = runs.pageInfo.endCursor ?? undefined;
  }
  return keys;
}

async function readComparison(a: string, b: string, benchmark: string, where: object, signal: AbortSignal) {
  const side = (text: string) => {
    const [model = "", mode] = text.split("|");
    return { model, ...(mode && { mode }) };
  };
  const paired = {
    a: true,
    b: true,
    verdict: true,
    note: true,
    metric: { name: true, title: true, unit: true },
    difference: { value: true, low: true, high: true },
  } as const;
  const { compare } = await client.query(
    {
      compare: [
        { a: side(a), b: side(b), benchmark, where },
        {
          ...{ problemCount: true, accuracy: paired, costs: paired },
          mcnemar: { onlyA: true, onlyB: true, pValue: true },
          differing: [
            { first: 100 },
            { nodes: { problemId: true, a: true, b: true }, pageInfo: { hasNextPage: true } },
          ],
          warnings: { code: true, message: true },
        },
      ],
    },
    { signal },
  );
  return compare ?? ("none" as const);
}
