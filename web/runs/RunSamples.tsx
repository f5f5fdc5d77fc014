import type { AnswerFate } from "../../src/apiClient/schema.ts";
import type { Change } from "../address/history.ts";
import { client } from "../data/client.ts";
import { Failure } from "../parts/Failure.tsx";
import { fromStart, PAGE_INFO, Pager, pageArguments } from "../parts/Pager.tsx";
import { useAsked } from "../parts/useAsked.ts";
import { ANSWER, Answer, FATES } from "./Answer.tsx";
import type { ShownRun } from "./readRun.ts";

const LIST = "answers";
const PAGE = 10;

interface RunSamplesProps {
  run: ShownRun;
  parameters: URLSearchParams;
  change(change: Change): void;
}

/** The answers of a run, a page at a time: all, or those of one fate. */
export function RunSamples({ run, parameters, change }: RunSamplesProps) {
  const fate = (Object.keys(FATES) as AnswerFate[]).find((one) => one === parameters.get("fate"));
  const page = pageArguments(parameters, LIST, PAGE);
  const asked = useAsked(JSON.stringify([run.id, run.status, fate, page]), (signal) =>
    readAnswers(run.id, { ...page, fate }, signal),
  );
  const { value, error, isLoading, again } = asked;
  return (
    <section aria-label="Answers">
      <h3>Answers</h3>
      <label class="field">
        <span>Show</span>
        <select
          value={fate ?? ""}
          onChange={({ currentTarget }) => change({ ...fromStart(LIST), fate: currentTarget.value })}
        >
          <option value="">all answers</option>
          {Object.entries(FATES).map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
      </label>
      {error && <Failure error={error} again={again} />}
      {!value && isLoading && <p aria-busy="true">Loading …</p>}
      {value && (
        <>
          {value.totalCount === 0 && <p>{whyNone(run, fate)}</p>}
          {value.nodes.length > 0 && <KeptTexts run={run} answers={value.nodes} />}
          {value.nodes.map((answer) => (
            <Answer key={answer.id} answer={answer} />
          ))}
          <Pager
            {...{ list: LIST, change }}
            page={value.pageInfo}
            shown={`${value.nodes.length} of ${value.totalCount.toLocaleString("en-US")} answers`}
          />
        </>
      )}
    </section>
  );
}

function whyNone({ status, sampleCount }: ShownRun, fate: AnswerFate | undefined): string {
  if (fate !== undefined) return `There is no answer that is ${FATES[fate]}.`;
  if (status === "QUEUED" || status === "RUNNING") return "None is stored yet.";
  if (sampleCount) return "The answers are not stored one by one: they were deleted, or the source gives only totals.";
  return "The source of this run gives only totals, so that no single answer can be shown.";
}

/** Says why answers have no texts, where none of them has. */
function KeptTexts({ run, answers }: { run: ShownRun; answers: readonly { output: string | null }[] }) {
  const { benchmark } = (run.recipe ?? {}) as { benchmark?: { private?: boolean } };
  if (benchmark?.private) {
    return (
      <p>
        The data of this benchmark are private: of each answer only the verdict and the figures are kept, and neither
        prompts nor outputs are stored anywhere.
      </p>
    );
  }
  if (answers.some(({ output }) => output !== null)) return null;
  return <p class="muted">Of these answers the outputs are not stored.</p>;
}

async function readAnswers(
  id: string,
  choice: ReturnType<typeof pageArguments> & { fate: AnswerFate | undefined },
  signal: AbortSignal,
) {
  const { run } = await client.query(
    { run: [{ id }, { samples: [choice, { totalCount: true, nodes: ANSWER, pageInfo: PAGE_INFO }] }] },
    { signal },
  );
  if (!run) throw new Error("The store holds this run no more.");
  return run.samples;
}
