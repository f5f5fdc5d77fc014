import { useState } from "preact/hooks";

interface CheckListProps {
  legend: string;
  /** What can be chosen, each with the number of candidates that it would leave. */
  options: readonly { value: string; name?: string; count?: number }[];
  chosen: readonly string[];
  onChange(chosen: string[]): void;
  isOpen?: boolean;
}

/** So many options are shown at first; a search finds the others. */
const SHOWN = 8;

/** A list of values of which several can be chosen. None chosen means all. */
export function CheckList({ legend, options, chosen, onChange, isOpen = false }: CheckListProps) {
  const [search, setSearch] = useState("");
  const known = new Set(options.map(({ value }) => value));
  const all = [...options, ...chosen.filter((value) => !known.has(value)).map((value) => ({ value, count: 0 }))];
  const words = search.toLowerCase();
  const found = all.filter((option) => `${option.value} ${nameOf(option)}`.toLowerCase().includes(words));
  const shown = found.filter(({ value }, i) => i < SHOWN || (words !== "" && i < 3 * SHOWN) || chosen.includes(value));
  return (
    <details class="filter" open={isOpen || chosen.length > 0}>
      <summary>
        {legend}
        {chosen.length > 0 && <span class="count"> {chosen.length}</span>}
      </summary>
      <fieldset>
        <legend class="hidden">{legend}</legend>
        {all.length > SHOWN && (
          <input
            type="search"
            placeholder={`Find among ${all.length}`}
            aria-label={`Find in ${legend}`}
            value={search}
            onInput={({ currentTarget }) => setSearch(currentTarget.value)}
          />
        )}
        {shown.map((option) => (
          <label key={option.value}>
            <input
              type="checkbox"
              checked={chosen.includes(option.value)}
              onChange={({ currentTarget }) =>
                onChange(
                  currentTarget.checked ? [...chosen, option.value] : chosen.filter((value) => value !== option.value),
                )
              }
            />{" "}
            <span>{nameOf(option)}</span>
            {option.count !== undefined && <span class="count"> {option.count.toLocaleString("en-US")}</span>}
          </label>
        ))}
        {shown.length < found.length && <p class="muted">{found.length - shown.length} more; type to find them.</p>}
        {found.length === 0 && <p class="muted">Nothing is called that.</p>}
      </fieldset>
    </details>
  );
}

const nameOf = ({ name, value }: { value: string; name?: string }) => name ?? value;
