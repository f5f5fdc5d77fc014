import { Template } from "@huggingface/jinja";
import { namesOf } from "./templateNames.ts";

/** A template of a task file. */
export interface TaskTemplate {
  /** The names whose values it needs. */
  needed: ReadonlySet<string>;
  /** All names that it takes from outside. */
  names: ReadonlySet<string>;
  /** Throws an error with the reason where it cannot be rendered. It is to be called `withinBounds`. */
  render(values: Readonly<Record<string, unknown>>): string;
}

const LONGEST_TEXT = 1024 * 1024;
const LONGEST_RANGE = 10_000;
/** What a template has beside its values. A time is not among them, since a prompt must always be the same. */
const GIVEN = new Set(["true", "false", "none", "True", "False", "None", "namespace", "raise_exception"]);

/**
 * Reads a Jinja template. It has no access to files: `include`, `import` and `extends` are no part of it.
 *
 * @throws Error that says what is wrong with it.
 */
export function readTemplate(source: string): TaskTemplate {
  const template = parsedTemplate(source);
  const { used, optional } = namesOf(template.parsed);
  // A range is made at once, however long it is. A name of its own puts a bounded one in its place.
  for (const node of used.get("range") ?? []) node.value = BOUNDED_RANGE;
  if (used.has("strftime_now")) throw new Error("it asks for the time, and a prompt must always be the same");
  const names = new Set([...used.keys()].filter((name) => name !== "range" && !GIVEN.has(name)));
  return {
    names,
    needed: new Set([...names].filter((name) => !optional.has(name))),
    render(values) {
      const known = [...names].filter((name) => Object.hasOwn(values, name)).map((name) => [name, plain(values[name])]);
      const text = template.render({ ...Object.fromEntries(known), [BOUNDED_RANGE]: boundedRange });
      if (text.length <= LONGEST_TEXT) return text;
      throw new Error(`it gives more than ${LONGEST_TEXT} characters`);
    },
  };
}

function parsedTemplate(source: string): Template {
  try {
    return new Template(source);
  } catch (error) {
    // The parser does not see by itself that a template ended.
    const reason =
      error instanceof TypeError ? "it ends before a block or a bracket is closed" : (error as Error).message;
    throw new Error(`it is no Jinja template: ${reason}`, { cause: error });
  }
}

/** Reads an expression, whose value is given as JSON has it. Throws as `readTemplate` does. */
export function readExpression(
  source: string,
): Omit<TaskTemplate, "render"> & { evaluate: (values: Record<string, unknown>) => unknown } {
  if (/[{%]{2}|\{%/.test(source)) throw new Error("it is an expression such as choices.text, without braces around it");
  const { render, ...template } = readTemplate(`{{ (${source}) | tojson }}`);
  return { ...template, evaluate: (values) => parsed(render(values)) };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

const BOUNDED_RANGE = "range of bounded length";

function boundedRange(first: number, second?: number, step = 1): number[] {
  const [start, stop] = typeof second === "number" ? [first, second] : [0, first];
  const length = Math.max(0, Math.ceil((stop - start) / step));
  if (!(length <= LONGEST_RANGE)) throw new Error(`range() gives at most ${LONGEST_RANGE} numbers`);
  return Array.from({ length }, (_, i) => start + i * step);
}

/** A value of a row as a template can have it: Parquet also has big integers, times and bytes. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array || typeof value === "function" || typeof value === "symbol") return undefined;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}
