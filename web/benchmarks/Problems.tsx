import type { Change } from "../address/history.ts";
import { modelPath } from "../address/paths.ts";
import { client } from "../data/client.ts";
import { Failure } from "../parts/Failure.tsx";
import { PAGE_INFO, Pager, pageArguments } from "../parts/Pager.tsx";
import { Scrolls } from "../parts/Scrolls.tsx";
import { useAsked } from "../parts/useAsked.ts";

const LIST = "problems";
const PAGE = 20;

interface ProblemsProps {
  benchmark: string;
  parameters: URLSearchParams;
  change(change: Change): void;
}

type Page = Awaited<ReturnType<typeof readProblems>>;
type Problem = Page["nodes"][number];

/** The problems of a benchmark, the hardest first, each with who solved it. */
export function Problems({ benchmark, parameters, change }: ProblemsProps) {
  const page = pageArguments(parameters, LIST, PAGE);
  const { value, error, isLoading, again } = useAsked(JSON.stringify([benchmark, page]), (signal) =>
    readProblems(benchmark, page, signal),
  );
  return (
    <section aria-label="Problems">
      <h3>Problems by difficulty</h3>
      {error && <Failure error={error} again={again} />}
      {!value && isLoading && <p aria-busy="true">Loading …</p>}
      {value?.totalCount === 0 && <p>Its sources give only totals, so that nobody can say which problems are hard.</p>}
      {value && value.totalCount > 0 && (
        <>
          <p class="muted">
            The hardest first, by the mean over models in their modes. Questions are not stored, as licences and
            canaries of data sets forbid it for some.
          </p>
          <Scrolls label="Table of problems">
            <table>
              <thead>
                <tr>
                  <th scope="col">Problem</th>
                  <th scope="col" class="number">
                    Mean score
                  </th>
                  <th scope="col">Who solved it</th>
                </tr>
              </thead>
              <tbody>
                {value.nodes.map((problem) => (
                  <tr key={problem.problemId}>
                    <th scope="row">
                      {problem.problemId}
                      {problem.strata.length > 0 && (
                        <small>{problem.strata.map((part) => `${part.name} ${part.value}`).join(", ")}</small>
                      )}
                    </th>
                    <td class="number">
                      {problem.meanScore === null ? "" : `${(100 * problem.meanScore).toFixed(1)} %`}
                    </td>
                    <td>
                      <Solvers results={problem.results} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scrolls>
          <Pager
            {...{ list: LIST, change }}
            page={value.pageInfo}
            shown={`${value.nodes.length} of ${value.totalCount.toLocaleString("en-US")} problems`}
          />
        </>
      )}
    </section>
  );
}

/** Who solved a problem always, sometimes and never. */
function Solvers({ results }: Pick<Problem, "results">) {
  const groups = [
    { words: "always", models: results.filter(({ right, total }) => right === total) },
    { words: "sometimes", models: results.filter(({ right, total }) => right > 0 && right < total) },
    { words: "never", models: results.filter(({ right }) => right === 0) },
  ];
  const told = groups.map(({ words, models }) => `${models.length} ${words}`).join(", ");
  return (
    <details>
      <summary>{told}</summary>
      {groups.map(
        ({ words, models }) =>
          models.length > 0 && (
            <p key={words}>
              <b>{words}</b>:{" "}
              {models.map(({ model, mode, right, total }, i) => (
                <span key={`${model.slug}|${mode}`}>
                  {i > 0 && ", "}
                  <a href={modelPath(model.slug)}>{model.name}</a>
                  {mode === "default" ? "" : ` ${mode}`} {right}/{total}
                </span>
              ))}
            </p>
          ),
      )}
    </details>
  );
}

async function readProblems(slug: string, page: ReturnType<typeof pageArguments>, signal: AbortSignal) {
  const { benchmark } = await client.query(
    {
      benchmark: [
        { slug },
        {
          problems: [
            page,
            {
              ...{ totalCount: true, pageInfo: PAGE_INFO },
              nodes: {
                ...{ problemId: true, meanScore: true, strata: { name: true, value: true } },
                results: { model: { slug: true, name: true }, mode: true, right: true, total: true },
              },
            },
          ],
        },
      ],
    },
    { signal },
  );
  return benchmark!.problems;
}
