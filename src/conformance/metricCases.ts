import { METRICS, type Metric } from "../frontier/metrics.ts";
import { keyedRandom } from "../plugins/benchmarks/parts/keyedRandom.ts";
import { type ConformanceCase, casesOf, quoted } from "./conformanceCase.ts";
import { METRIC_RULES } from "./metricRules.ts";

/** A metric that is computed from others. */
export interface MetricToTry extends Metric {
  requires: readonly string[];
  monotonic?: Readonly<Record<string, "RISES" | "FALLS">>;
  compute(values: Readonly<Record<string, number>>, options: never, about: never): unknown;
}

/** What the kit needs to try a metric, beside the metric. */
export interface MetricSetup {
  options?: unknown;
  /** The metrics that it may require beside the built-in ones. */
  others?: readonly Metric[];
  /** Values of the required metrics, to be tried beside those that the kit makes. */
  values?: readonly Readonly<Record<string, number>>[];
}

const TRIED = 300;
const ABOUT = {
  ...{ model: "example/model", benchmark: "example", lab: "example", mode: "default", runner: "openai" },
  ...{ hardware: { slug: "h100-sxm", count: 1 }, finishedAt: "2026-01-01T00:00:00Z" },
};
const AMOUNTS = [0, 1e-9, 0.001, 0.5, 1, 3, 42, 1000, 123_456.7, 1e9, 1e15];
const SHARES = [0, 1e-6, 0.1, 0.5, 0.9, 1];

/** The cases of a metric that is computed. */
export function metricCases(
  metric: MetricToTry,
  { options = {}, others = [], values: given = [] }: MetricSetup = {},
): ConformanceCase[] {
  const add = casesOf(String(metric?.name), METRIC_RULES);
  const known = new Map([...METRICS, ...others].map((one): [string, Metric] => [one.name, one]));
  const compute = (values: Readonly<Record<string, number>>) =>
    metric.compute(values, options as never, ABOUT as never);
  const randomOf = (number: number) => {
    const random = keyedRandom("metric", metric.name, number);
    return (name: string) => {
      const from = known.get(name)?.unit === "1" ? SHARES : AMOUNTS;
      return from[Math.floor(random() * from.length)]!;
    };
  };
  const made = (number: number) => {
    const value = randomOf(number);
    return Object.fromEntries(metric.requires.map((name) => [name, value(name)]));
  };
  const each = async (judge: (value: unknown, values: Readonly<Record<string, number>>) => unknown) => {
    for (const values of [...given, ...Array.from({ length: TRIED }, (_, i) => made(i))]) {
      const fault = await judge(await compute(values), values);
      if (typeof fault === "string") return fault;
    }
    return null;
  };

  return [
    add("METRIC_NAME_TAKEN", () =>
      METRICS.some(({ name }) => name === metric.name) ? `There is a built-in metric ${quoted(metric.name)}.` : null,
    ),
    add("UNIT_NOT_SAID", () => {
      const empty = (["unit", "title", "description"] as const).find((field) => !metric[field]?.trim());
      if (empty) return `Its ${empty} is empty.`;
      return ["MAXIMIZE", "MINIMIZE"].includes(metric.direction)
        ? null
        : `Its direction is ${quoted(metric.direction)}.`;
    }),
    add("REQUIREMENT_NOT_KNOWN", () => {
      const missing = metric.requires.find((name) => !known.has(name));
      return missing === undefined ? null : `There is no metric ${quoted(missing)}.`;
    }),
    add("VALUE_NOT_FINITE", () =>
      each((value, values) =>
        value === null || (typeof value === "number" && Number.isFinite(value))
          ? null
          : `Of ${quoted(values)} it gives ${String(value)}.`,
      ),
    ),
    add("VALUE_NOT_REPEATABLE", () =>
      each(async (value, values) => {
        const again = await compute(values);
        return Object.is(value, again)
          ? null
          : `Of ${quoted(values)} it gives ${String(value)} and then ${String(again)}.`;
      }),
    ),
    add("VALUE_FROM_NOTHING", async () => {
      for (const missing of metric.requires) {
        const { [missing]: _, ...values } = made(7);
        let value: unknown;
        try {
          value = await compute(values);
        } catch {
          continue;
        }
        if (typeof value === "number" && Number.isFinite(value)) return `Without ${quoted(missing)} it gives ${value}.`;
      }
      return null;
    }),
    add(
      "SHARE_OUT_OF_RANGE",
      () =>
        each((value, values) =>
          typeof value === "number" && (value < 0 || value > 1) ? `Of ${quoted(values)} it gives ${value}.` : null,
        ),
      metric.unit === "1" ? undefined : "Its unit is not 1.",
    ),
    add(
      "NOT_MONOTONIC",
      async () => {
        for (const [name, way] of Object.entries(metric.monotonic ?? {})) {
          const steps = known.get(name)?.unit === "1" ? SHARES : AMOUNTS;
          for (let number = 0; number < TRIED / 10; number++) {
            let before: number | null = null;
            for (const step of steps) {
              const values = { ...made(number), [name]: step };
              const value = await compute(values);
              if (typeof value !== "number") continue;
              const goesBack = before !== null && (way === "RISES" ? value < before : value > before);
              if (goesBack)
                return `It ${way === "RISES" ? "falls" : "rises"} with ${quoted(name)} from ${before} to ${value} at ${quoted(values)}.`;
              before = value;
            }
          }
        }
        return null;
      },
      metric.monotonic === undefined ? "It does not say that it rises or falls with a value." : undefined,
    ),
  ];
}
