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

/** How a row of a file of a task becomes a problem. */
export function rowFormatOf(templates: TaskTemplates, { subset, language }: Variant): RowFormat<Row> {
  return {
    row: z.record(z.string(), z.unknown()),
    toProblem: (row, index) => {
      const values = { ...row, row: index, ...(subset && { subset }), ...(language && { language }) };
      return withinBounds(() => problemOf(values, index, templates, { subset, language }));
    },
  };
}

/** The message of a fault names the field, and no value: the data may be private. */
function problemOf(values: Row, index: number, templates: TaskTemplates, { subset, language }: Variant): Problem {
  const text = (field: string): string | undefined => {
    const template = templates.problem.get(field);
    return template && at(field, values, template, () => template.render(values).trim());
  };
  const needed = (field: string): string => {
    const given = text(field);
    if (!given) throw new Error(`problem.${field} is empty`);
    return given;
  };
  const options = optionsOf(values, templates);
  const tags = [...templates.problem.keys()]
    .filter((field) => field.startsWith("tags."))
    .map((field) => [field.slice("tags.".length), text(field)!] as const)
    .filter(([, value]) => value !== "");
  const tolerance = text("tolerance");
  const solution = text("solution");
  const task: TaskDetails = {
    ...(options && { options }),
    ...(solution && { solution }),
    ...(tolerance && { tolerance: toleranceOf(tolerance) }),
    ...(subset && { subset }),
  };
  return {
    id: templates.problem.has("id")
      ? needed("id")
      : [subset, language, index].filter((one) => one !== undefined).join("/"),
    question: needed("question"),
    expected: options ? rightLetter(needed("right"), options.length) : needed("expected"),
    ...(language && { language }),
    details: { ...Object.fromEntries(tags), task },
  };
}

/** Does what a template is needed for; what goes wrong names its field. */
function at<T>(field: string, values: Row, { needed }: Pick<TaskTemplate, "needed">, work: () => T): T {
  const missing = [...needed].find((name) => !Object.hasOwn(values, name) && !["subset", "language"].includes(name));
  if (missing !== undefined) {
    throw new Error(
      `problem.${field} names the column "${missing}", and there are ${Object.keys(values).slice(0, 50).join(", ")}`,
    );
  }
  try {
    return work();
  } catch (error) {
    throw new Error(`problem.${field}: ${(error as Error).message}`, { cause: error });
  }
}

function optionsOf(values: Row, { options }: TaskTemplates): string[] | undefined {
  if (options === null) return undefined;
  const given =
    "evaluate" in options
      ? at("options", values, options, () => options.evaluate(values))
      : options.map((option) => at("options", values, option, () => option.render(values)));
  const texts = Array.isArray(given) ? given.map((one) => (typeof one === "number" ? String(one) : one)) : [];
  const isList = texts.length >= 2 && texts.length <= 26;
  if (isList && texts.every((one) => typeof one === "string" && one.trim() !== ""))
    return texts.map((one) => one.trim());
  throw new Error("problem.options gives no list of 2 to 26 texts");
}

function rightLetter(right: string, count: number): string {
  const place = /^\d{1,2}$/.test(right)
    ? Number(right)
    : /^[A-Za-z]$/.test(right)
      ? right.toUpperCase().charCodeAt(0) - 65
      : -1;
  if (place >= 0 && place < count) return letterOf(place);
  throw new Error(`problem.right gives neither a letter nor a place from 0 of one of the ${count} options`);
}

function toleranceOf(text: string): number {
  const tolerance = Number(text);
  if (tolerance >= 0 && Number.isFinite(tolerance)) return tolerance;
  throw new Error("problem.tolerance gives no number from 0");
}
