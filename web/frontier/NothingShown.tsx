import type { Change } from "../address/history.ts";
import type { Candidate } from "../data/candidate.ts";
import type { Question } from "../data/question.ts";
import type { Certainty } from "../data/readCertainty.ts";
import { fieldTitle } from "../filters/fieldTitle.ts";
import { isReleasedBy, MODEL_FIELDS, meets } from "../filters/modelFilters.ts";

interface NothingShownProps {
  question: Question;
  candidates: readonly Candidate[];
  certainty: Certainty | null;
  parameters: URLSearchParams;
  change(change: Change): void;
}

const REASONS: Record<string, string> = {
  DOES_NOT_FIT: "do not fit in the memory of that hardware",
  TOO_SLOW: "are slower on that hardware than is allowed",
  NOT_BETTER_THAN_CHANCE: "are not better than guessing",
  NO_ARCHITECTURE: "have no known architecture, so that nothing can be estimated",
  NO_PLACE_ON_AXIS: "have a value of zero, which has no place on a logarithmic axis",
  NO_RESULT: "lack a result on one of the benchmarks",
  NO_SAMPLES: "have no graded answers with output tokens",
  NO_VALUE: "lack a value of an objective",
  OTHER_EXPERIMENT: "were asked in another way",
};

/** Metrics that a deployment or prices give. */
const SERVED = ["cost", "latency", "ttft", "throughput", "gpu_time", "gpu_memory", "energy"];

/** Says why there is nothing on a frontier, and what to change. */
export function NothingShown({ question, candidates, certainty, parameters, change }: NothingShownProps) {
  const { args, axes } = question;
  const without = (names: readonly string[]) => () => change(Object.fromEntries(names.map((name) => [name, null])));
  const all = [...new Set(parameters.keys())];
  const under = (field: string) => all.filter((name) => name === field || name.startsWith(`${field}.`));
  const where = args.where ?? {};
  const used = MODEL_FIELDS.filter((field) => where[field] != null);
  const hints =
    candidates.length === 0
      ? []
      : used.flatMap((field) => {
          const left = candidates.filter(
            ({ model }) => isReleasedBy(model, args.asOf) && meets(model, where, field),
          ).length;
          return left > 0 ? [{ field, left }] : [];
        });
  const limits = all.filter((name) => name === "min" || name === "max");
  const runFields = Object.keys(where).filter((name) => name !== "benchmark" && !used.includes(name as never));
  const reasons = certainty?.leftOutCounts.filter(({ competes }) => !competes) ?? [];
  const served = axes.filter(({ name }) => SERVED.includes(name));
  return (
    <div class="notice" role="status">
      <h2>Nothing is on this frontier</h2>
      {candidates.length > 0 ? (
        <p>{candidates.length} candidates have the values, but none is left by what is chosen of models.</p>
      ) : reasons.length > 0 ? (
        <ul>
          {reasons.map(({ reason, modelCount }) => (
            <li key={reason}>
              {modelCount} {REASONS[reason] ?? reason}.
            </li>
          ))}
        </ul>
      ) : (
        <p>No run matches what is chosen.</p>
      )}
      {certainty?.leftOut[0] && candidates.length === 0 && (
        <p class="muted">
          For example {certainty.leftOut[0].model}: {certainty.leftOut[0].message}
        </p>
      )}
      <h3>What to change</h3>
      <ul>
        {hints.map(({ field, left }) => (
          <li key={field}>
            <button type="button" onClick={without(under(field))}>
              Take any {fieldTitle(field).toLowerCase()}
            </button>{" "}
            ({left} candidates)
          </li>
        ))}
        {hints.length === 0 && used.length > 0 && (
          <li>
            <button type="button" onClick={without(used.flatMap(under))}>
              Take all models
            </button>
          </li>
        )}
        {args.asOf != null && (
          <li>
            <button type="button" onClick={without(["asOf"])}>
              Take models of all dates
            </button>
          </li>
        )}
        {limits.length > 0 && (
          <li>
            <button type="button" onClick={without(["min", "max"])}>
              Leave out the limits
            </button>
          </li>
        )}
        {runFields.map((name) => (
          <li key={name}>
            <button type="button" onClick={without(under(name))}>
              Take any {fieldTitle(name).toLowerCase()}
            </button>
          </li>
        ))}
        {args.on && (
          <li>
            <button type="button" onClick={without(all.filter((name) => name.startsWith("on.")))}>
              Take the runs as they were served
            </button>
          </li>
        )}
        {!args.on && served.length > 0 && (
          <li>
            Few sources state {served.map(({ title }) => title.toLowerCase()).join(" and ")}: choose an accelerator
            under “On my hardware”, from which it is estimated.
          </li>
        )}
        {(where.benchmark?.length ?? 0) > 1 && <li>Choose fewer benchmarks: a candidate needs a result on each.</li>}
        <li>
          <button type="button" onClick={without(all.filter((name) => name !== "benchmark"))}>
            Keep the benchmark alone
          </button>
        </li>
      </ul>
    </div>
  );
}
