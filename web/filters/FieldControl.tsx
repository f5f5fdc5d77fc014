import type { Place } from "../address/frontierArguments.ts";
import type { Change } from "../address/history.ts";
import type { InputField } from "../inputs/inputField.ts";
import { CheckList } from "./CheckList.tsx";
import { fieldTitle } from "./fieldTitle.ts";

export interface FieldControlProps {
  /** The parameter of the address that holds the value. */
  name: string;
  field: InputField;
  parameters: URLSearchParams;
  change(change: Change): void;
  /** What it can take, where that is known. */
  options?: readonly { value: string; name?: string; count?: number }[] | undefined;
}

const TYPES: Partial<Record<InputField["kind"], "number" | "date" | "datetime-local">> = {
  number: "number",
  integer: "number",
  day: "date",
  instant: "datetime-local",
};

/** The control of a field of an input of the API, which follows from its type. */
export function FieldControl({ name, field, parameters, change, options }: FieldControlProps) {
  const title = fieldTitle(field.name);
  const { kind, isList, choices, description } = field;
  const value = parameters.get(name) ?? "";
  const set = (next: string) => change({ [name]: next });
  const offered = choices?.map((choice) => ({ value: choice.name, name: fieldTitle(choice.name) })) ?? options;
  if (field.fields) {
    return (
      <fieldset class="range" title={description}>
        <legend>{title}</legend>
        {[...field.fields]
          .sort((a, b) => Number(isLower(b)) - Number(isLower(a)))
          .map((inner) => (
            <FieldControl key={inner.name} {...{ parameters, change }} field={inner} name={`${name}.${inner.name}`} />
          ))}
      </fieldset>
    );
  }
  if (isList && offered) {
    const chosen = parameters.getAll(name);
    return <CheckList legend={title} options={offered} chosen={chosen} onChange={(next) => change({ [name]: next })} />;
  }
  if (kind === "truth" || offered) {
    const values = offered ?? [
      { value: "true", name: "yes" },
      { value: "false", name: "no" },
    ];
    return (
      <label class="field" title={description}>
        <span>{title}</span>
        <select value={value} onChange={({ currentTarget }) => set(currentTarget.value)}>
          <option value="">{field.usual === undefined ? "any" : `usual (${String(field.usual)})`}</option>
          {values.map((option) => (
            <option key={option.value} value={option.value}>
              {option.name ?? option.value}
            </option>
          ))}
          {value !== "" && !values.some((option) => option.value === value) && <option value={value}>{value}</option>}
        </select>
      </label>
    );
  }
  const text = isList ? parameters.getAll(name).join(", ") : value;
  return (
    <label class="field" title={description}>
      <span>{title}</span>
      <input
        type={(TYPES[kind] ?? "text") as "text"}
        step={kind === "integer" ? 1 : "any"}
        min={kind === "integer" ? 1 : undefined}
        value={kind === "instant" ? text.slice(0, 16) : text}
        placeholder={field.usual === undefined ? (isList ? "any, or a, b" : "any") : String(field.usual)}
        onChange={({ currentTarget }) => {
          const next = currentTarget.value.trim();
          if (kind === "instant") set(next === "" ? "" : `${next}:00Z`);
          else change({ [name]: isList ? next.split(",").map((one) => one.trim()) : next });
        }}
      />
    </label>
  );
}

/** The parameters of the fields of an argument, such as those of `on`, in the order of the schema. */
export const placesWithin = (places: ReadonlyMap<string, Place>, argument: string): [string, Place][] =>
  [...places].filter(([, { path }]) => path[0] === argument);

/** Whether a field is the lower end of a range, which comes first. */
const isLower = ({ name }: InputField) => name === "min" || name === "from";
