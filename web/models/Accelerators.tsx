import type { Precision } from "../../src/apiClient/schema.ts";
import { writeNumber } from "../../src/drawing/writeValue.ts";
import type { Change } from "../address/history.ts";
import { Failure } from "../parts/Failure.tsx";
import { Scrolls } from "../parts/Scrolls.tsx";
import { useAsked } from "../parts/useAsked.ts";
import { COUNTS, type Holding, readAccelerators } from "./readAccelerators.ts";
import type { ShownModel } from "./readModel.ts";

const PRECISIONS: Precision[] = ["BF16", "FP8", "INT8", "FP4", "INT4"];
/** What is asked for where the address says nothing else. */
const USUAL = { promptTokens: 200, outputTokens: 2000, batch: 1 };
type Length = keyof typeof USUAL;
const LENGTHS: Record<Length, string> = {
  promptTokens: "Prompt tokens",
  outputTokens: "Output tokens",
  batch: "Answers at once",
};

interface AcceleratorsProps {
  model: ShownModel;
  parameters: URLSearchParams;
  change(change: Change): void;
}

/** Which accelerators hold a model, and what an answer takes there. It is asked for when it is opened. */
export function Accelerators({ model, parameters, change }: AcceleratorsProps) {
  const isOpen = parameters.has("accelerators");
  const precision = PRECISIONS.find((one) => one === parameters.get("precision"));
  const number = (name: Length) => {
    const value = Number(parameters.get(name));
    return Number.isInteger(value) && value > 0 ? value : USUAL[name];
  };
  const question = {
    ...{ model: model.slug, promptTokens: number("promptTokens"), outputTokens: number("outputTokens") },
    ...{ batch: number("batch"), precision },
  };
  const { value, error, again, isLoading } = useAsked(isOpen ? JSON.stringify(question) : null, (signal) =>
    readAccelerators(question, signal),
  );
  return (
    <section aria-label="Accelerators">
      <h3>Accelerators that hold it</h3>
      {model.architecture === null ? (
        <p>Its architecture is not published, so that nothing can be estimated.</p>
      ) : !isOpen ? (
        <button type="button" onClick={() => change({ accelerators: "all" })}>
          Which accelerators hold it?
        </button>
      ) : (
        <>
          <div class="row">
            {(Object.keys(LENGTHS) as Length[]).map((name) => (
              <label class="field" key={name}>
                <span>{LENGTHS[name]}</span>
                <input
                  type="number"
                  min={1}
                  value={question[name]}
                  onChange={({ currentTarget }) => change({ [name]: currentTarget.value })}
                />
              </label>
            ))}
            <label class="field">
              <span>Weights</span>
              <select
                value={precision ?? ""}
                onChange={({ currentTarget }) => change({ precision: currentTarget.value })}
              >
                <option value="">as published</option>
                {PRECISIONS.map((one) => (
                  <option key={one} value={one}>
                    {one}
                  </option>
                ))}
              </select>
            </label>
          </div>
          {error && <Failure error={error} again={again} />}
          {value?.isWhole && <p class="advice">{advice(value.holding)}</p>}
          {value && <Table holding={value.holding} />}
          {isLoading && <p aria-busy="true">Loading …</p>}
          {value?.isWhole && value.tooSmall.length > 0 && (
            <p class="muted">
              Not even {COUNTS.at(-1)} hold it: {value.tooSmall.join(", ")}.
            </p>
          )}
          <p class="muted">
            Seconds and energy are estimates, off by some 15 % where they were held against measurements.
          </p>
        </>
      )}
    </section>
  );
}

function Table({ holding }: { holding: readonly Holding[] }) {
  const gib = (bytes: number) => writeNumber(bytes / 2 ** 30);
  return (
    <Scrolls label="Table of accelerators">
      <table>
        <thead>
          <tr>
            <th scope="col">Accelerators</th>
            <th scope="col" class="number">
              Memory needed, GiB
            </th>
            <th scope="col" class="number">
              There, GiB
            </th>
            <th scope="col" class="number">
              ~s/answer
            </th>
            <th scope="col" class="number">
              ~J/answer
            </th>
          </tr>
        </thead>
        <tbody>
          {holding.map(({ slug, name, count, deploymentMemory, memory, seconds, energy }) => (
            <tr key={slug}>
              <th scope="row">
                {count} × {name}
              </th>
              <td class="number">{deploymentMemory === null ? "" : gib(deploymentMemory)}</td>
              <td class="number">{gib(memory)}</td>
              <td class="number">{seconds === null ? "" : writeNumber(seconds)}</td>
              <td class="number">{energy === null ? "" : writeNumber(energy)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolls>
  );
}

/** The smallest number of accelerators, and of these the quickest and the one with the least memory. */
function advice(holding: readonly Holding[]): string {
  const [first] = holding;
  if (!first) return `No accelerator holds it, however many serve it together (up to ${COUNTS.at(-1)}).`;
  const alike = holding.filter(({ count }) => count === first.count);
  const least = alike.toSorted((a, b) => a.memory - b.memory)[0]!;
  const seconds = ({ seconds: value }: Holding) =>
    value === null ? "" : `, an estimated ${writeNumber(value)} s for an answer`;
  return [
    `Take ${first.count} × ${first.slug} in ${first.precision}: the quickest of those of which ${first.count === 1 ? "one holds" : `${first.count} hold`} it${seconds(first)}.`,
    ...(least === first ? [] : [`The one with the least memory that holds it is ${least.slug}${seconds(least)}.`]),
    ...(first.exceedsContext ? ["The answer is longer than the model's context."] : []),
  ].join(" ");
}
