import type { Change } from "../address/history.ts";
import { fromStart } from "../parts/Pager.tsx";

interface ChoiceProps {
  /** The parameter of the address that holds what is chosen. */
  name: string;
  title: string;
  options: readonly { value: string; name: string }[];
  parameters: URLSearchParams;
  change(change: Change): void;
}

/** Chooses which runs of a list are shown. */
export function Choice({ name, title, options, parameters, change }: ChoiceProps) {
  const value = parameters.get(name) ?? "";
  return (
    <label class="field">
      <span>{title}</span>
      <select
        value={value}
        onChange={({ currentTarget }) => change({ ...fromStart("runs"), [name]: currentTarget.value })}
      >
        <option value="">all</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
        {value !== "" && !options.some((option) => option.value === value) && <option value={value}>{value}</option>}
      </select>
    </label>
  );
}
