import { z } from "zod";
import type { Problem } from "../../contract/benchmark.ts";
import { letterOf } from "../../grading/chosenOption.ts";
import type { RowFormat } from "../dataset/loadProblems.ts";
import type { TaskDataFile } from "./taskFile.ts";
import type { TaskTemplates } from "./taskTemplates.ts";
import type { TaskTemplate } from "./template.ts";
import { withinBounds } from "./withinBounds.ts";

/** What a problem of a task keeps for its prompt and its grading. */
export interface TaskDetails {
  options?: string[];
  solution?: string;
  tolerance?: number;
  subset?: string;
}

type Row = Record<string, unknown>;
type Variant = Pick<TaskDataFile, "subset" | "language">;

/** How a row of a file of a task becomes a problem. What is wrong with a row names the field, and no value: data may be private. */
export function rowFormatOf(templates: TaskTemplates, { subset, language }: Variant): RowFormat<Row> {
  return {
    row: z.record(z.string(), z.unknown()),
    toProblem: (row, index) => {
      const values = { ...row, row: index, ...(subset && { subset }), ...(language && { language }) };
      const work = new RowWork(values, templates);
      try {
        return withinBounds(() => problemOf(work, index, { subset, language }));
      } catch (error) {
        throw new Error(`problem.${work.field}: ${(error as Error).message}`, { cause: error });
      }
    },
  };
}

/** The templates of a task at work on a row. */
class RowWork {
  /** The field at which it is: where its time is over, nothing else knows. */
  field = "question";
  readonly values: Row;
  readonly templates: TaskTemplates;

  constructor(values: Row, templates: TaskTemplates) {
    this.values = values;
    this.templates = templates;
  }

  /** The text that a field gives; undefined where the task has no such field. */
  text(field: string): string | undefined {
    this.field = field;
    const template = this.templates.problem.get(field);
    return template && this.with(template, () => template.render(this.values).trim());
  }

  needed(field: string): string {
    const given = this.text(field);
    if (given) return given;
    throw new Error("it is empty");
  }

  options(): string[] | undefined {
    this.field = "options";
    const { options } = this.templates;
    if (options === null) return undefined;
    const given =
      "evaluate" in options
        ? this.with(options, () => options.evaluate(this.values))
        : options.map((option) => this.with(option, () => option.render(this.values)));
    const texts = Array.isArray(given) ? given.map((one) => (typeof one === "number" ? String(one) : one)) : [];
    const isList = texts.length >= 2 && texts.length <= 26;
    if (isList && texts.every((one) => typeof one === "string" && one.trim() !== ""))
      return texts.map((one) => one.trim());
    throw new Error("it gives no list of 2 to 26 texts");
  }

  private with<T>({ needed }: Pick<TaskTemplate, "needed">, work: () => T): T {
    const missing = [...needed].find((name) => !Object.hasOwn(this.values, name) && !VARIANTS.includes(name));
    if (missing === undefined) return work();
    const columns = Object.keys(this.values).slice(0, 50).join(", ");
    throw new Error(`there is no column "${missing}", only ${columns}`);
  }
}

/** The names that are empty where a task has no such variants. */
const VARIANTS = ["subset", "language"];

function problemOf(work: RowWork, index: number, { subset, language }: Variant): Problem {
  const options = work.options();
  const tags = [...work.templates.problem.keys()]
    .filter((field) => field.startsWith("tags."))
    .map((field) => [field.slice("tags.".length), work.text(field)!] as const)
    .filter(([, value]) => value !== "");
  const solution = work.text("solution");
  const tolerance = work.text("tolerance");
  const task: TaskDetails = {
    ...(options && { options }),
    ...(solution && { solution }),
    ...(tolerance && { tolerance: toleranceOf(tolerance) }),
    ...(subset && { subset }),
  };
  const place = [subset, language, index].filter((one) => one !== undefined).join("/");
  return {
    id: work.templates.problem.has("id") ? work.needed("id") : place,
    question: work.needed("question"),
    expected: options ? rightLetter(work.needed("right"), options.length) : work.needed("expected"),
    ...(language && { language }),
    details: { ...Object.fromEntries(tags), task },
  };
}

function rightLetter(right: string, count: number): string {
  const isPlace = /^\d{1,2}$/.test(right);
  const place = isPlace ? Number(right) : /^[A-Za-z]$/.test(right) ? right.toUpperCase().charCodeAt(0) - 65 : -1;
  if (place >= 0 && place < count) return letterOf(place);
  throw new Error(`it gives neither a letter nor a place from 0 of one of the ${count} options`);
}

function toleranceOf(text: string): number {
  const tolerance = Number(text);
  if (tolerance >= 0 && Number.isFinite(tolerance)) return tolerance;
  throw new Error("it gives no number from 0");
}
