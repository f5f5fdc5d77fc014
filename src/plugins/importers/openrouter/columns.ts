import { ImportError } from "../../contract/importError.ts";

/** A column of the file, as its JSON describes it; a CSV has the names alone. */
export interface Column {
  name: string;
  /** Its type, unit and description, joined. */
  about: string;
}

/**
 * What the documentation says a row has, and the names that its columns are known by: the documentation describes the
 * columns, and the names of some are those of the same facts in OpenRouter's API.
 */
const FACTS = {
  benchmark: /^(?:benchmark|eval|evaluation)(?:_(?:type|id|slug|name))?$/,
  model: /^(?:model_(?:permaslug|version(?:_(?:slug|id))?|slug|id)|permaslug|model)$/,
  modelName: /^(?:model_(?:display_)?name|display_name|model_title)$/,
  provider: /^provider(?:_(?:name|slug|display_name))?$/,
  accuracy: /^(?:mean_|avg_|aggregate_)?accuracy(?:_(?:mean|pct|percent))?$/,
  deviation: /^accuracy_(?:std_?dev|stddev|standard_deviation|sd)(?:_(?:pct|percent))?$/,
  cost: /^(?:(?:avg|average|mean)_(?:total_)?cost(?:_usd)?(?:_per_task)?(?:_usd)?|cost(?:_usd)?_per_task(?:_usd)?)$/,
  time: /^(?:avg|average|mean)_(?:generation_)?(?:time|latency|duration)(?:_per_task)?(?:_(?:ms|milliseconds|s|sec|seconds))?(?:_per_task)?$/,
  outputTokens:
    /^(?:(?:avg|average|mean)_(?:output|completion)_tokens(?:_per_task)?|(?:output|completion)_tokens_per_task)$/,
  tasks: /^(?:total_|num_|n_)?tasks(?:_(?:count|total))?$|^task_count$/,
  runs: /^(?:total_|num_|n_)?runs(?:_count)?$|^run_count$/,
  lastRun: /^(?:last|latest|most_recent)_run(?:_(?:timestamp|at|date|time))?$/,
  effort: /^(?:reasoning_)?effort$/,
} as const;

export type Fact = keyof typeof FACTS;

/** The column of each fact. Those that the table lacks are absent. */
export type Columns = { [Name in Fact]?: Column };

/** Finds the columns. Throws `UNSUPPORTED_VERSION` where one is missing without which a row is no result. */
export function columnsOf(columns: readonly Column[], place: string): { found: Columns; others: string[] } {
  const found: Columns = {};
  const others: string[] = [];
  for (const column of columns) {
    const facts = Object.entries(FACTS) as [Fact, RegExp][];
    const fact = facts.find(([name, pattern]) => !found[name] && pattern.test(plain(column.name)))?.[0];
    if (fact) found[fact] = column;
    else others.push(column.name);
  }
  found.model ??= found.modelName;
  const missing = (["benchmark", "model", "accuracy"] as const).filter((fact) => !found[fact]);
  if (missing.length > 0) {
    const names = columns
      .map(({ name }) => name)
      .join(", ")
      .slice(0, 1000);
    const message = `no column is known as ${missing.join(" or ")}. Its columns are ${names}.`;
    throw new ImportError("UNSUPPORTED_VERSION", place, message);
  }
  return { found, others };
}

/** Whether a header of CSV is that of a table of results: it has accuracies with their deviation over runs, by provider. */
export function isHeader(names: readonly string[]): boolean {
  const has = (fact: Fact) => names.some((name) => FACTS[fact].test(plain(name)));
  return (
    has("accuracy") && has("deviation") && has("benchmark") && has("provider") && (has("model") || has("modelName"))
  );
}

/** What a figure of a column is to be multiplied by to be in seconds. The documented unit is seconds. */
export const secondsOf = ({ name, about }: Column): number =>
  /_(?:ms|milliseconds)(?:_|$)/.test(plain(name)) || /\bms\b|millisecond/i.test(about) ? 0.001 : 1;

/** The whole of a share: accuracies are shares, unless the column itself says that it is in percent. */
export const wholeOf = ({ name, about }: Column): 1 | 100 =>
  /(?:pct|percent)/.test(plain(name)) || /\bpercent(?:age)?\b|0 ?(?:to|-|–) ?100/i.test(about) ? 100 : 1;

const plain = (name: string) =>
  name
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_");
