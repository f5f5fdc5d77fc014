import { useState } from "preact/hooks";
import type { Change } from "../address/history.ts";
import type { MetricFacts } from "../data/startFacts.ts";

interface LimitsProps {
  metrics: readonly MetricFacts[];
  /** The metrics of the axes, which are offered first. */
  first: readonly string[];
  parameters: URLSearchParams;
  change(change: Change): void;
}

const SIDES = { min: "at least", max: "at most" } as const;
type Side = keyof typeof SIDES;

/** Limits that every candidate must meet by its value, of any metric and on either side: accuracy at least 0.8. */
export function Limits({ metrics, first, parameters, change }: LimitsProps) {
  const [metric, setMetric] = useState(first[0] ?? "accuracy");
  const [side, setSide] = useState<Side>("min");
  const [text, setText] = useState("");
  const set = (Object.keys(SIDES) as Side[]).flatMap((name) =>
    parameters.getAll(name).map((written) => ({ side: name, written, ...partsOf(written) })),
  );
  const facts = metrics.find(({ name }) => name === metric);
  const add = (event: Event) => {
    event.preventDefault();
    const number = Number(text);
    if (text.trim() === "" || !Number.isFinite(number)) return;
    const others = parameters.getAll(side).filter((written) => partsOf(written).name !== metric);
    change({ [side]: [...others, `${metric}:${number}`], zoom: null });
    setText("");
  };
  const titleOf = (name: string) => metrics.find((one) => one.name === name)?.title ?? name;
  return (
    <details open={set.length > 0}>
      <summary>
        <h2>Limits</h2>
      </summary>
      <ul class="limits">
        {set.map(({ side: on, written, name, number }) => (
          <li key={`${on}|${written}`}>
            {titleOf(name)} {SIDES[on]} {number}{" "}
            <button
              type="button"
              aria-label={`Leave out the limit: ${titleOf(name)} ${SIDES[on]} ${number}`}
              onClick={() => change({ [on]: parameters.getAll(on).filter((one) => one !== written) })}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <form class="row" onSubmit={add}>
        <select aria-label="Limit on" value={metric} onChange={({ currentTarget }) => setMetric(currentTarget.value)}>
          {[...metrics]
            .sort((a, b) => Number(first.includes(b.name)) - Number(first.includes(a.name)))
            .map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
        </select>
        <select
          aria-label="Side of the limit"
          value={side}
          onChange={({ currentTarget }) => setSide(currentTarget.value as Side)}
        >
          {(Object.keys(SIDES) as Side[]).map((one) => (
            <option key={one} value={one}>
              {SIDES[one]}
            </option>
          ))}
        </select>
        <input
          aria-label="Value of the limit"
          type="number"
          step="any"
          value={text}
          placeholder={facts?.unit === "1" ? "a share, 0 to 1" : facts?.unit}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <button type="submit">Add</button>
      </form>
    </details>
  );
}

/** A limit as an address writes it: `accuracy:0.8` or `accuracy=0.8`. */
function partsOf(written: string): { name: string; number: string } {
  const [, name = written, number = ""] = /^([^:=]+)[:=](.+)$/.exec(written) ?? [];
  return { name, number };
}
