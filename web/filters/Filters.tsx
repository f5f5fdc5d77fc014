import inputs from "virtual:inputs";
import type { Place } from "../address/frontierArguments.ts";
import type { Change } from "../address/history.ts";
import type { Candidate } from "../data/candidate.ts";
import type { Question } from "../data/question.ts";
import type { Certainty } from "../data/readCertainty.ts";
import type { StartFacts } from "../data/startFacts.ts";
import { FieldControl } from "./FieldControl.tsx";
import { countValues, isModelField, isReleasedBy, MODEL_FIELDS, type ModelField, meets } from "./modelFilters.ts";

export interface FiltersProps {
  facts: StartFacts;
  question: Question;
  /** All candidates that were loaded, from which the numbers beside the values are counted. */
  candidates: readonly Candidate[];
  certainty: Certainty | null;
  places: ReadonlyMap<string, Place>;
  parameters: URLSearchParams;
  change(change: Change): void;
}

const WHERE = inputs.frontier.find(({ name }) => name === "where")!.fields!;
const ON = inputs.frontier.find(({ name }) => name === "on")!.fields!;

/** Fields of the filter that have a place of their own on the page, or none. */
const ELSEWHERE = ["benchmark", "not", "dataVersion"];

/** Controls for all fields of the API's filter and of its deployment. They are made from its schema. */
export function Filters({ facts, question, candidates, certainty, parameters, change }: FiltersProps) {
  const ofModel = MODEL_FIELDS.map((name) => WHERE.find((field) => field.name === name)!);
  const ofRun = WHERE.filter(({ name }) => !isModelField(name) && !ELSEWHERE.includes(name));
  const control = { parameters, change };
  const names = [...parameters.keys()].map((name) => name.split(".")[0]!);
  const isUsed = (fields: { name: string }[]) => fields.some(({ name }) => names.includes(name));
  return (
    <>
      <h2>Models</h2>
      {ofModel.map((field) => (
        <FieldControl
          key={field.name}
          {...control}
          field={field}
          name={field.name}
          options={field.isList ? countsOf(field.name as ModelField, question, candidates) : undefined}
        />
      ))}
      <details open={names.includes("on")}>
        <summary>
          <h2>On my hardware</h2>
        </summary>
        <p class="muted">What serving costs there is estimated, and models that do not fit are left out.</p>
        {[...ON]
          .sort((a, b) => Number(b.isRequired) - Number(a.isRequired))
          .map((field) => (
            <fieldset
              key={field.name}
              class="plain"
              disabled={!field.isRequired && ON.some((one) => one.isRequired && !parameters.get(`on.${one.name}`))}
            >
              <FieldControl
                {...{ parameters, field }}
                name={`on.${field.name}`}
                options={facts.names[field.name]}
                change={(next) => change(field.isRequired ? servedAnew(next) : next)}
              />
            </fieldset>
          ))}
      </details>
      <details open={isUsed(ofRun)}>
        <summary>
          <h2>Runs</h2>
        </summary>
        {ofRun.map((field) => (
          <FieldControl
            key={field.name}
            {...control}
            field={field}
            name={field.name}
            options={runOptions(field.name, facts, certainty)}
          />
        ))}
      </details>
    </>
  );
}

/** The values of a field among the candidates that all other filters leave. */
function countsOf(field: ModelField, { args, isDecidedHere }: Question, candidates: readonly Candidate[]) {
  const left = isDecidedHere
    ? candidates.filter(({ model }) => isReleasedBy(model, args.asOf) && meets(model, args.where ?? {}, field))
    : candidates;
  return countValues(
    left.map(({ model }) => model),
    field,
  );
}

/** The values of a field of runs: those that the API lists, with the numbers that the frontier's sources tell. */
function runOptions(name: string, facts: StartFacts, certainty: Certainty | null) {
  if (name === "protocol") {
    return certainty?.protocols.flatMap(({ protocol, pointCount }) =>
      protocol === null ? [] : [{ value: protocol, count: pointCount }],
    );
  }
  const options = facts.names[name];
  if (name !== "lab" || !certainty) return options;
  const runs = new Map<string, number>();
  for (const { lab, runCount } of certainty.sources) runs.set(lab, (runs.get(lab) ?? 0) + runCount);
  return options
    ?.map((option) => ({ ...option, count: runs.get(option.value) ?? 0 }))
    .sort((a, b) => b.count - a.count);
}

/** Without a field that a deployment needs there is none, so that its other fields are left out too. */
function servedAnew(change: Change): Change {
  const isLeftOut = Object.values(change).some((value) => value === "" || value == null);
  return isLeftOut ? Object.fromEntries(ON.map(({ name }) => [`on.${name}`, null])) : change;
}
